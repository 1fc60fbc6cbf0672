// preview shows the line under a story as it will stand.
export function preview(form) {
  const line = form.querySelector("[data-credit]");
  const plain = line.textContent;
  const show = () => {
    const name = form.elements.credit.value.trim().replace(/\s+/g, " ");
    if (form.elements.naming.value === "none") line.textContent = "You are not named; what you enter here is for us only.";
    else line.textContent = name ? `Under your story will stand: “${line.dataset.credit} ${name}”.` : plain;
  };
  form.addEventListener("input", show);
  show();
}
