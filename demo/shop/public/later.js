// The form arrives after the page, as on sites that ask their server first.
setTimeout(() => {
  document.getElementById('place').replaceChildren(document.getElementById('form').content.cloneNode(true));
}, 600);
