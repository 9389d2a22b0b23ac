// The first part of the page: where an input is made. Each kind of input has a file of its own.

const INPUTS = {
  pad: () => openPad,
  picture: () => openPicture,
  form: () => openForm,
  plane: () => openPlane,
  numbers: () => openNumbers,
  signal: () => openSignal,
};

function openInput(root, page) {
  const { panel } = page.data.input;
  const open = INPUTS[panel];
  if (panel !== "picture") refuseFiles(root, page);
  return open ? open()(root, page) : false;
}

/** A browser would leave the page for a file that is dropped on it. */
function refuseFiles(root, page) {
  const told = element("p", { class: "notice", role: "status", hidden: true });
  root.append(told);
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    told.hidden = false;
    told.textContent = page.words("noFiles");
  });
  page.listeners.push(() => {
    told.hidden = true;
  });
}

addWords({
  en: { noFiles: "This page takes no files: set the input here. For files there is mlpcli predict." },
  ja: {
    noFiles:
      "このページではファイルを使えません。入力はここで作ってください。ファイルには mlpcli predict を使います。",
  },
});
