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
  const open = INPUTS[page.data.input.panel];
  return open ? open()(root, page) : false;
}
