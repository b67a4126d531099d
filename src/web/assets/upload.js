/* Sends a file in pieces, so that a broken line or an ended session costs a piece and not the file. Without this the form sends it whole.
   All words come from data- attributes of the page, so that they are in the reader's language. */
(function () {
  'use strict';
  var box = document.querySelector('[data-pieces]'), form = box && box.closest('form');
  if (!form || !window.fetch || !window.FormData || !window.URLSearchParams || !Blob.prototype.slice) return;
  var say = box.dataset, field = form.elements.file, bar = box.querySelector('progress');
  var line = box.querySelector('[data-said]'), goOn = box.querySelector('[data-go-on]'), giveUp = box.querySelector('[data-give-up]');
  var below = form.querySelector('.sending ~ .buttons');
  var PATIENCE = 120000, TRIES = 6;
  var run = 0;                        // which sending this is: what an earlier one still hears is not listened to
  var file, digest, upload, length, tries, timer, abort, told;

  function words(text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return values[name] === undefined ? all : values[name]; });
  }
  function megabytes(bytes) {
    var digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    return (bytes / 1048576).toLocaleString(document.documentElement.lang, digits);
  }
  function howFar(received, size) { return words(say.progress, { sent: megabytes(received), all: megabytes(size) }); }
  var waiting = form.querySelector('[data-waiting]');
  if (waiting) {
    var of = waiting.querySelector('[data-of]'), far = of.dataset.of.split(' ');
    of.textContent = howFar(+far[0], +far[1]);
    waiting.hidden = false;
  }

  function tell(text, href, linkWords) {
    if (line.textContent === text && !href) return;
    line.textContent = text;
    if (!href) return;
    var link = document.createElement('a');
    link.href = href;
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = linkWords;
    line.append(' ', link);
  }
  /* The bar moves at every piece; the words are said at most every five seconds, so that nobody has them read out all the time. */
  function show(received, at_once) {
    bar.value = received / file.size;
    bar.textContent = howFar(received, file.size);
    if (!at_once && Date.now() - told < 5000) return;
    told = Date.now();
    tell(howFar(received, file.size));
  }

  /* One request. Its answer is a status and what came as JSON; status 0 where the line broke, 401 where a sign-in page came. */
  function ask(path, options) {
    abort = window.AbortController && new AbortController();
    var late = setTimeout(function () { if (abort) abort.abort(); }, PATIENCE);
    options.credentials = 'same-origin';
    options.redirect = 'manual';
    options.headers = Object.assign({ Accept: 'application/json' }, options.headers);
    if (abort) options.signal = abort.signal;
    return fetch(say.pieces + path, options).then(function (response) {
      var json = /json/.test(response.headers.get('Content-Type') || '');
      return (json ? response.json() : Promise.resolve({})).then(function (body) {
        return { status: response.type === 'opaqueredirect' ? 401 : response.status, json: json, body: body,
          wait: +response.headers.get('Retry-After') || 0 };
      });
    }).catch(function () { return { status: 0, body: {}, wait: 0 }; }).then(function (got) { clearTimeout(late); return got; });
  }
  function post(path, fields) {
    var body = new URLSearchParams();
    body.append('token', form.elements.token.value);
    Object.keys(fields).forEach(function (name) { body.append(name, fields[name]); });
    return ask(path, { method: 'POST', body: body });
  }

  /* The browser makes the digest of the whole where the page came over a line that it trusts: so the same file is known again. */
  function digested() {
    if (!window.crypto || !crypto.subtle || !file.arrayBuffer) return Promise.resolve('');
    return file.arrayBuffer().then(function (all) { return crypto.subtle.digest('SHA-256', all); }).then(function (hash) {
      return Array.prototype.map.call(new Uint8Array(hash), function (b) { return ('0' + b.toString(16)).slice(-2); }).join('');
    }).catch(function () { return ''; });
  }

  function begin(mine) {
    return post('', { name: file.name, size: file.size, sha256: digest, as: say.as }).then(function (got) {
      if (mine !== run) return;
      if (got.status !== 200 || !got.json) return astray(mine, got, begin);
      upload = got.body;
      length = Math.min(length || 262144, upload.most);
      show(upload.received, true);
      next(mine);
    });
  }
  function next(mine) {
    if (mine !== run) return;
    if (upload.received >= file.size) return finish(mine);
    var begun = Date.now(), end = Math.min(file.size, upload.received + length);
    /* A rest that would be too short to be a piece goes with this one. */
    if (file.size - end < upload.least) end = Math.min(file.size, upload.received + upload.most);
    ask('/' + upload.id + '?begin=' + upload.received, { method: 'POST', body: file.slice(upload.received, end),
      headers: { 'Content-Type': 'application/octet-stream', 'X-Form-Token': form.elements.token.value } }).then(function (got) {
      if (mine !== run) return;
      if (got.json && (got.status === 200 || got.status === 409)) {
        var took = Date.now() - begun;
        if (took < 2000) length = Math.min(length * 2, upload.most);
        if (took > 8000) length = Math.max(length / 2, upload.least);
        tries = 0;
        upload.received = got.body.received;
        show(upload.received, false);
        return next(mine);
      }
      if (got.status === 413 || got.status === 408 || !got.status) length = Math.max(Math.floor(length / 2), upload.least);
      astray(mine, got, next);
    });
  }
  function finish(mine) {
    tell(say.looking);
    bar.removeAttribute('value');
    var fields = {};
    new FormData(form).forEach(function (value, name) { if (typeof value === 'string' && name !== 'token') fields[name] = value; });
    post('/' + upload.id + '/finish' + form.action.replace(/^[^?]*/, ''), fields).then(function (got) {
      if (mine !== run) return;
      if (got.status === 200 && got.json) {
        halt();
        field.disabled = false;
        location.assign(got.body.href);
      } else if (got.status === 409 && got.json && got.body.received < file.size) {
        upload.received = got.body.received;
        next(mine);
      } else astray(mine, got, finish);
    });
  }

  /* What did not go as it should: a token of an earlier session, an ended session, a broken line, or a refusal. */
  function astray(mine, got, again) {
    if (got.status === 401) return hold(say.signedOut, '/sign-in?back=' + encodeURIComponent(location.pathname + location.search), say.signIn);
    if (got.status === 403 && !got.json && !astray.renewed) {
      astray.renewed = true;
      return renew(mine, again);
    }
    if (!got.status || got.status === 408 || got.status === 413 && !got.json || got.status === 429 || got.status >= 500) {
      if (tries++ >= TRIES) return hold(got.body.words || say.broken);
      var wait = Math.max(got.wait, Math.min(30, Math.pow(2, tries - 1)));
      tell(words(say.again, { seconds: wait }));
      timer = setTimeout(function () { timer = 0; again(mine); }, wait * 1000);
      return;
    }
    if (got.status === 404) return hold(say.over);
    stop(got.body.words || say.failed);
  }
  /* The token of the session as it is now, and how much is there. */
  function renew(mine, again) {
    return ask('?as=' + say.as, { method: 'GET' }).then(function (got) {
      if (mine !== run) return;
      if (got.status !== 200 || !got.json) return astray(mine, got, function (it) { renew(it, again); });
      form.elements.token.value = got.body.token;
      again(mine);
    });
  }

  function hold(text, href, linkWords) {
    halt();
    tell(text, href, linkWords);
    goOn.hidden = false;
    goOn.className = 'main';
    giveUp.hidden = !upload;
    bar.value = upload ? upload.received / file.size : 0;
  }
  function halt() {
    run++;
    clearTimeout(timer);
    timer = 0;
    if (abort) abort.abort();
  }
  /* Back to the form as it was, with what went wrong. */
  function stop(text) {
    halt();
    upload = null;
    bar.hidden = true;
    goOn.hidden = giveUp.hidden = true;
    below.hidden = field.disabled = false;
    line.setAttribute('role', 'alert');
    tell(text);
    field.focus();
  }
  function start() {
    var mine = ++run;
    file = field.files[0];
    digest = '';
    upload = null;
    length = tries = told = 0;
    astray.renewed = false;
    box.hidden = bar.hidden = giveUp.hidden = false;
    below.hidden = goOn.hidden = true;
    if (waiting) waiting.hidden = true;
    line.setAttribute('role', 'status');
    show(0, true);
    field.disabled = true;
    digested().then(function (hash) {
      digest = hash;
      if (mine === run) begin(mine);
    });
  }

  var pressed = null;
  form.addEventListener('click', function (event) { pressed = event.target.closest('button'); });
  form.addEventListener('submit', function (event) {
    var by = event.submitter || pressed;
    if (by && by.name === 'remove' || !field.files.length || !field.files[0].size) return;
    event.preventDefault();
    start();
  });
  goOn.addEventListener('click', function () {
    var mine = ++run;
    goOn.hidden = true;
    giveUp.hidden = false;
    tries = 0;
    astray.renewed = false;
    show(upload ? upload.received : 0, true);
    renew(mine, begin);
  });
  giveUp.addEventListener('click', function () {
    var ended = upload;
    stop(say.givenUp);
    line.setAttribute('role', 'status');
    if (ended) post('/' + ended.id + '/end', {});
  });
  window.addEventListener('online', function () {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    renew(run, begin);
  });
  window.addEventListener('pagehide', halt);
  window.addEventListener('beforeunload', function (event) {
    if (!field.disabled) return;
    event.preventDefault();
    event.returnValue = '';
  });
})();
