// Opens the sign-up form as a modal dialog (top layer).
document.getElementById('open').addEventListener('click', () => document.getElementById('dialog').showModal());
