/* Passkeys: the browser asks the person's key, and the form takes the answer to the server. Nothing of this page works without it,
   so what needs it is hidden until this runs. */
(function () {
  'use strict';
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  function bytes(text) {
    var plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }
  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }
  function described(list) {
    return (list || []).map(function (one) { return Object.assign({}, one, { id: bytes(one.id) }); });
  }

  function options(kind, given) {
    var wanted = Object.assign({}, given, { challenge: bytes(given.challenge) });
    if (kind === 'get') wanted.allowCredentials = described(given.allowCredentials);
    else {
      wanted.user = Object.assign({}, given.user, { id: bytes(given.user.id) });
      wanted.excludeCredentials = described(given.excludeCredentials);
    }
    return { publicKey: wanted };
  }
  function answer(credential) {
    var said = { clientDataJSON: text(credential.response.clientDataJSON) };
    ['attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (part) {
      if (credential.response[part]) said[part] = text(credential.response[part]);
    });
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: said,
      extensions: {}
    });
  }

  document.querySelectorAll('[data-passkey]').forEach(function (place) {
    var kind = place.dataset.passkey, form = place.closest('form'), button = place.querySelector('button');
    var failed = document.createElement('p');
    failed.className = 'fault';
    failed.setAttribute('role', 'alert');
    place.hidden = false;
    button.addEventListener('click', function () {
      failed.remove();
      button.disabled = true;
      navigator.credentials[kind](options(kind, JSON.parse(place.dataset.options))).then(function (credential) {
        form.elements.credential.value = answer(credential);
        form.submit();
      }).catch(function () {
        button.disabled = false;
        failed.textContent = place.dataset.failed;
        place.insertAdjacentElement('afterend', failed);
      });
    });
  });
})();
