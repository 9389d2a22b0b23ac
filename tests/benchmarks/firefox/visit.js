// What a page answers to all that one can do on it by keys and clicks; the value of this script, in any browser.

(async () => {
  const found = [];
  const drawn = async () => {
    for (let at = 0; at < 2; at += 1) await new Promise(requestAnimationFrame);
  };
  const note = async (selector) => {
    await drawn();
    found.push([...document.querySelectorAll(selector)].map((one) => one.textContent).join(" | "));
  };
  const noteAnswer = () => note(".said, .bars dt, .bars .figure, .rows .said-of");
  const notePixels = () => {
    for (const canvas of document.querySelectorAll(".seen canvas")) {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      found.push(data.join());
    }
  };
  const buttonOf = (name) => [...document.querySelectorAll("button")].find((one) => one.textContent === name);

  await noteAnswer();
  for (const row of document.querySelectorAll(".rows button")) {
    row.click();
    await noteAnswer();
  }
  for (const layer of document.querySelectorAll("button.inside-title")) {
    layer.click();
    await note(".inside-detail");
  }
  for (const field of document.querySelectorAll(".form input[type=number]")) {
    field.value = 1 + Number(field.value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  await noteAnswer();
  const pad = document.querySelector(".pad");
  const pen = [" ", ..."RRRRRRRRDDDDDDLLLLDDDDDDDDD", " "];
  const keys = { " ": " ", R: "ArrowRight", D: "ArrowDown", L: "ArrowLeft" };
  for (const letter of pad ? pen : []) {
    pad.dispatchEvent(new KeyboardEvent("keydown", { key: keys[letter], bubbles: true }));
  }
  await noteAnswer();
  notePixels();
  for (let epoch = 1; epoch <= 5 && buttonOf("One epoch"); epoch += 1) {
    buttonOf("One epoch").click();
    while (!document.querySelector(".play-figures").textContent.includes(`epoch ${epoch} `)) await drawn();
    await note(".play-figures");
  }
  return JSON.stringify(found);
})();
