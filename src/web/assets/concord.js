/* Concord's one script. Every page works without it; it adds six things:
   saving an answer while one writes, the characters left, an invitation's token from the address, the focus on errors, and one
   press of a button where a second one would find the first one's code used, and who else is editing a section.
   All words come from data- attributes of the page, so that they are in the reader's language. */
(function () {
  'use strict';
  var all = function (within, selector) { return Array.prototype.slice.call(within.querySelectorAll(selector)); };

  /* An invitation's token travels behind the #, which no server and no mail gateway sees. */
  all(document, 'form[data-fragment]').forEach(function (form) {
    var token = decodeURI(location.hash.slice(1));
    if (!token) return;
    form.elements[form.dataset.fragment || 'invitation'].value = token;
    history.replaceState(null, '', location.pathname + location.search);
    ask(form);
  });

  /* Who asked for an invitation is said as soon as its token is there; without this a button says it. */
  function ask(form) {
    var button = form.querySelector('button[data-words]'), host = button && document.getElementById(button.dataset.words);
    if (!host || !window.fetch || !window.URLSearchParams) return;
    var fields = new URLSearchParams();
    ['token', 'invitation'].forEach(function (name) { fields.append(name, form.elements[name].value); });
    fields.append('then', 'words');
    fetch(form.action, { method: 'POST', body: fields, credentials: 'same-origin' })
      .then(function (answer) { return answer.ok ? answer.text() : ''; })
      .then(function (words) {
        if (!words) return;
        host.textContent = words;
        host.hidden = false;
        button.parentNode.hidden = true;
      })
      .catch(function () { });
  }

  /* A code is used once, and each step has a session of its own: a second press would only lose the first one's answer. */
  all(document, 'form[data-once]').forEach(function (form) {
    var sent = false;
    form.addEventListener('submit', function (event) {
      if (sent) event.preventDefault();
      sent = true;
    });
    window.addEventListener('pageshow', function () { sent = false; });
  });

  /* Goes to a control, opening what is folded around it. */
  function reveal(id) {
    var target = id && document.getElementById(id);
    if (!target) return false;
    for (var d = target.closest('details'); d; d = d.parentNode.closest('details')) d.open = true;
    if (!target.matches('a, button, input, select, textarea, [tabindex]')) {
      target = target.querySelector('input:not([type=hidden]), select, textarea, button') || target;
    }
    target.focus();
    return true;
  }
  function fragment(link) { try { return decodeURIComponent(link.hash.slice(1)); } catch (e) { return ''; } }
  var errors = document.querySelector('.errors');
  if (errors) {
    errors.tabIndex = -1;
    errors.focus();
    errors.addEventListener('click', function (event) {
      var link = event.target.closest('a[href^="#"]');
      if (link && reveal(fragment(link))) event.preventDefault();
    });
  } else if (location.hash) reveal(fragment(location));

  /* Characters left: said once four fifths are used, so that it does not nag. */
  all(document, 'textarea[data-max], textarea[maxlength]').forEach(function (area) {
    var max = +(area.dataset.max || area.maxLength), words = (area.form || document.body).dataset;
    var host = area.closest('label') || area;
    var line = host.parentNode.querySelector('.count') || host.insertAdjacentElement('afterend', document.createElement('p'));
    var first = line.textContent, timer;
    line.className = 'count';
    line.setAttribute('aria-live', 'polite');
    function show() {
      var left = max - Array.from(area.value).length, form = left < 0 ? words.over : words.left;
      var text = left > max / 5 || !form ? first : form.replace('{n}', Math.abs(left).toLocaleString(document.documentElement.lang));
      if (line.textContent !== text) line.textContent = text;
      line.classList.toggle('look', left < 0);
    }
    show();
    area.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(show, 400); });
  });

  /* Who else is editing the section: asked now and then while the page is seen, and said at the first stroke. */
  var others = document.querySelector('[data-presence]');
  if (others && window.fetch && window.URLSearchParams) (function () {
    var token = others.closest('form').elements.token, typed = false, told = 0, refused = '', timer;
    function beat() {
      clearTimeout(timer);
      timer = setTimeout(beat, 25000);
      if (document.hidden || refused === token.value) return;
      var body = new URLSearchParams(), used = token.value;
      body.append('token', used);
      if (typed) { body.append('editing', '1'); told = Date.now(); }
      typed = false;
      fetch(others.dataset.presence, { method: 'POST', body: body, credentials: 'same-origin', redirect: 'manual',
        headers: { Accept: 'application/json' } }).then(function (answer) {
        if (!answer.ok && answer.status < 429) refused = used;      // signed out, or the section taken away: not asked again
        return answer.ok ? answer.json() : {};
      }).catch(function () { return {}; }).then(function (got) {
        if (others.textContent !== (got.words || '')) others.textContent = got.words || '';
        others.hidden = !got.words;
      });
    }
    others.closest('form').addEventListener('input', function () {
      typed = true;
      if (Date.now() - told > 25000) beat();
    });
    document.addEventListener('visibilitychange', function () { if (!document.hidden) beat(); });
    beat();
  })();

  /* Saving while one writes. One request at a time, so that each goes out with the stamp that the last one brought back. */
  var form = document.querySelector('form[data-autosave]');
  if (!form || !window.fetch || !window.URLSearchParams) return;
  var say = form.dataset;
  var dirty = [];          // keys to be saved, oldest first
  var failed = {};         // keys that were refused as they stand: saved again when they change
  var timers = {};         // key -> timer of the pause after the last stroke
  var busy = null;         // key under way
  var tries = 0, retry = 0, leaving = false, after = null;

  function question(key) {
    return all(form, '[data-question]').filter(function (q) { return q.dataset.question === key; })[0];
  }
  function keyOf(element) {
    var q = element.closest && element.closest('[data-question]');
    return q && /^(value|comment|declined|reason|visibility):/.test(element.name || '') ? q.dataset.question : null;
  }

  /* The state of a question in words. A field inside a group speaks through the line of its group. */
  function tell(key, state, words, href, linkWords) {
    var q = question(key), line = null, own = function (e) { return e.closest('[data-question]') === q; };
    while (q && !line) {
      line = all(q, '.saved').filter(own)[0];
      q = q.parentNode.closest('[data-question]');
    }
    if (!line || line.dataset.state === state && line.dataset.words === words) return;
    line.dataset.state = state;
    line.dataset.words = words;
    var text = line.querySelector('span') || line.appendChild(document.createElement('span'));
    text.textContent = words + (href ? ' ' : '');
    if (href) {
      var link = document.createElement('a');
      link.href = href;
      link.textContent = linkWords;
      if (state === 'lost') { link.target = '_blank'; link.rel = 'noopener'; }
      text.appendChild(link);
    }
    draw(line, { saved: 'check', saving: 'clock' }[state] || 'warning');
  }
  function draw(within, name) {
    var use = within.querySelector('use');
    if (use) use.setAttribute('href', use.getAttribute('href').replace(/#.*/, '#' + name));
  }
  function fault(key, words) {
    var q = question(key);
    if (!q) return;
    all(q, '.fault').forEach(function (p) { if (p.closest('[data-question]') === q) p.remove(); });
    all(q, '[aria-invalid]').forEach(function (c) { if (keyOf(c) === key) c.removeAttribute('aria-invalid'); });
    if (!words) return;
    var p = document.createElement('p'), head = q.querySelector('legend, label');
    p.className = 'fault';
    p.setAttribute('role', 'alert');
    p.id = 'e:' + key;
    p.textContent = words;
    var sign = form.querySelector('.saved svg');
    if (sign) { p.prepend(sign.cloneNode(true)); draw(p, 'warning'); }
    head.insertAdjacentElement('afterend', p);
    all(q, '[name]').forEach(function (c) {
      if (c.name !== 'value:' + key) return;
      c.setAttribute('aria-invalid', 'true');
      c.setAttribute('aria-describedby', p.id);
    });
  }

  /* Every field of the question, and the form's token. */
  function fields(key) {
    var body = new URLSearchParams();
    body.append('token', form.elements.token.value);
    all(question(key), 'input, select, textarea').forEach(function (c) {
      if (!c.name || c.disabled || c.type === 'file' || /^(radio|checkbox)$/.test(c.type) && !c.checked) return;
      body.append(c.name, c.value);
    });
    return body;
  }
  function mark(key, at) {
    clearTimeout(timers[key]);
    if (dirty.indexOf(key) < 0) dirty.push(key);
    delete failed[key];
    if (busy !== key) tell(key, 'unsaved', say.unsaved);
    timers[key] = setTimeout(function () { delete timers[key]; pump(); }, at);
  }
  function flush() {
    Object.keys(timers).forEach(function (key) { clearTimeout(timers[key]); });
    timers = {};
    pump();
  }
  function pump() {
    if (busy || retry || leaving) return;
    var key = dirty.filter(function (k) { return !timers[k]; })[0];
    if (!key) return;
    if (!question(key)) { dirty.splice(dirty.indexOf(key), 1); return pump(); }
    send(key, true);
  }
  function send(key, again) {
    busy = key;
    dirty = dirty.filter(function (k) { return k !== key; });
    var slow = setTimeout(function () { tell(key, 'saving', say.saving); }, 700);
    var abort = window.AbortController && new AbortController();
    var late = setTimeout(function () { if (abort) abort.abort(); }, 30000);
    var options = { method: 'POST', body: fields(key), credentials: 'same-origin', redirect: 'manual',
      headers: { Accept: 'application/json', 'X-Requested-With': 'concord' } };
    if (abort) options.signal = abort.signal;
    fetch(form.action, options).then(function (response) {
      var json = /json/.test(response.headers.get('Content-Type') || '');
      return (json ? response.json() : Promise.resolve({})).then(function (answer) {
        return { status: response.type === 'opaqueredirect' ? 401 : response.status, wait: +response.headers.get('Retry-After') || 0, json: json, answer: answer };
      });
    }).catch(function () { return { status: 0, wait: 0, answer: {} }; }).then(function (got) {
      clearTimeout(slow);
      clearTimeout(late);
      busy = null;
      var out = got.status === 401 || got.status === 403;
      if (out && got.answer.token && again && !after) {          // signed in again in another tab: go on with its token
        form.elements.token.value = got.answer.token;
        return send(key, false);
      }
      if (out) hold(key, say.signedOut, 0, say.signIn, say.signInWords);
      else if (!got.status || got.status === 429 || got.status >= 500) {
        hold(key, got.status ? say.failed : say.offline, Math.max(got.wait * 1000, Math.min(60000, 2000 * Math.pow(2, tries++))));
      } else if (got.json) { tries = 0; take(key, got.answer); }
      else { failed[key] = true; tell(key, 'fault', say.refused); }
      if (after) return go();
      pump();
    });
  }
  /* Not saved for a reason that is not in the answer: it stays on the page and is tried again. */
  function hold(key, words, wait, href, linkWords) {
    if (dirty.indexOf(key) < 0) dirty.unshift(key);
    dirty.forEach(function (k) { tell(k, 'lost', words, href, linkWords); });
    clearTimeout(retry);
    retry = setTimeout(resume, wait || 60000);
  }
  function resume() { clearTimeout(retry); retry = 0; pump(); }

  function take(key, answer) {
    var held = {};
    fault(key);
    (answer.saved || []).forEach(function (s) {
      if (form.elements['stamp:' + s.key]) form.elements['stamp:' + s.key].value = s.stamp;
      if (dirty.indexOf(s.key) < 0) { fault(s.key); tell(s.key, 'saved', s.words || say.saved); }
      if (s.settled && question(s.key)) all(question(s.key), '[data-carried]').forEach(function (line) { line.hidden = true; });
    });
    (answer.faults || []).forEach(function (f) {
      held[f.key] = failed[f.key] = true;
      fault(f.key, f.words);
      tell(f.key, 'fault', say.fault);
    });
    (answer.rivals || []).forEach(function (r) { held[r.key] = true; tell(r.key, 'rival', r.words, r.href, say.see); });
    (answer.shown || []).forEach(function (k) { appear(k, true); });
    if (answer.standing) putBack(answer.standing);
    (answer.hidden || []).forEach(function (k) { appear(k, false); });
  }
  /* A change has put the section back to work: the page says so, and offers to say anew that it is ready. */
  function putBack(words) {
    all(document, '[data-standing]').forEach(function (line) {
      line.querySelector('span').textContent = words;
      line.setAttribute('role', 'status');
      draw(line, 'pen');
    });
    all(document, '[data-said]').forEach(function (e) { e.hidden = true; });
    all(document, '[data-unsaid]').forEach(function (e) { e.hidden = false; });
  }
  function appear(key, shown) {
    var q = question(key);
    if (!q || q.hidden !== shown) return;
    q.hidden = !shown;
    all(q, '.appeared').forEach(function (p) { p.remove(); });
    if (!shown) return;
    for (var d = q.closest('details'); d; d = d.parentNode.closest('details')) d.open = true;
    var p = document.createElement('p'), head = q.querySelector('legend, label');
    p.className = 'appeared';
    p.setAttribute('role', 'status');
    head.insertAdjacentElement('afterend', p);
    p.textContent = say.appeared;
  }

  form.addEventListener('input', function (event) {
    var key = keyOf(event.target);
    if (key) mark(key, 1500);
  });
  form.addEventListener('change', function (event) {
    var key = keyOf(event.target);
    if (key) mark(key, 0);
  });

  /* The page's own buttons post everything. They wait for a save that is under way, for its stamp. */
  function go() {
    var hidden = document.createElement('input');
    hidden.type = 'hidden';
    hidden.name = after.name;
    hidden.value = after.value;
    if (after.name) form.appendChild(hidden);
    form.submit();
    hidden.remove();
  }
  var pressed = null;
  form.addEventListener('click', function (event) { pressed = event.target.closest('button, [type=submit]'); });
  form.addEventListener('submit', function (event) {
    leaving = true;
    if (!busy) return;
    event.preventDefault();
    if (!after) after = event.submitter || pressed || form.querySelector('button[name=then]') || {};
  });

  window.addEventListener('online', resume);
  window.addEventListener('focus', function () { if (retry) resume(); });
  window.addEventListener('pageshow', function () { leaving = false; after = null; pump(); });
  document.addEventListener('visibilitychange', function () { if (document.hidden) flush(); });
  window.addEventListener('beforeunload', function (event) {
    if (leaving || !busy && !dirty.length && !Object.keys(failed).length) return;
    flush();
    event.preventDefault();
    event.returnValue = '';
  });
})();
