// What was set up as a config, to read, to copy and to keep.

function openConfig(game) {
  const { words } = game.page;
  const name = `${game.given.config.name}.yaml`;
  const area = element("textarea", { rows: 14, readonly: true, spellcheck: "false", "aria-label": name });
  const write = () => {
    const text = configText(game.given.config, game.settings, game.trainer.epochs, words);
    // What is the same keeps its selection.
    if (area.value === text) return;
    area.value = text;
    copy.textContent = words("copy");
  };
  const help = element("p", { class: "note", text: words("configHelp", name) });
  const { rows, total } = game.given.train;
  if (rows < total) help.append(` ${words("whole")}`);
  const copy = button(words("copy"), () => {
    copyText(area);
    copy.textContent = words("copied");
  });
  const shown = element(
    "div",
    { hidden: true },
    area,
    element(
      "div",
      { class: "row" },
      copy,
      button(words("download", name), () => saveText(name, area.value)),
    ),
    help,
  );
  game.views.push({ isOfFigures: true, draw: () => shown.hidden || write() });
  const open = button(words("asConfig"), () => {
    shown.hidden = false;
    write();
    area.focus();
    area.setSelectionRange(0, 0);
    area.scrollTop = 0;
  });
  return element("div", { class: "play-config" }, element("div", { class: "row" }, open), shown);
}

/** A page from disk may not write to the clipboard in the newer way. */
function copyText(area) {
  area.select();
  if (navigator.clipboard)
    navigator.clipboard.writeText(area.value).catch(() => document.execCommand("copy"));
  else document.execCommand("copy");
}

function saveText(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/yaml" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
