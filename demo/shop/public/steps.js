// First the address, then the password, in one document: the first field is taken out and carried along hidden.
const step = document.getElementById('step');
const next = document.getElementById('next');

function advance() {
  const email = step.querySelector('input');
  if (!email.value || !email.reportValidity()) return;
  step.innerHTML = `<input type="hidden" name="email"><p id="chosen"></p>
    <div class="field"><label for="password">Password</label>
    <input id="password" name="password" type="password" autocomplete="new-password"></div>`;
  step.querySelector('input').value = email.value;
  document.getElementById('chosen').textContent = email.value;
  next.replaceWith(
    Object.assign(document.createElement('button'), { className: 'button', type: 'submit', textContent: 'Sign up' }),
  );
  document.getElementById('password').focus();
}

next.addEventListener('click', advance);
document.getElementById('steps').addEventListener('submit', (event) => {
  if (!next.isConnected) return;
  event.preventDefault();
  advance();
});
