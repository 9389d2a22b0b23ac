// A setup as a config that `mlpcli train` takes.

/**
 * The text of the config of these settings after so many epochs. `config` has the sections that stay as they are, and the
 * `files` that it takes rows from, of which it has only the names; comments, in `words`, say what to do with them, and
 * that a training of one setup differs from one whose setup was changed on the way.
 */
function configText(config, settings, epochs, words) {
  const { layers, optimizer, batch, seed, defaults } = settings;
  const comments = config.files.map((name) => `# ${words("putBeside", inYaml(name))}`);
  if (settings.changedLate) comments.push(`# ${words("changedLate")}`);
  const lines = [...comments, `name: ${inYaml(config.name)}`, `seed: ${seed}`];
  lines.push(...section("data", config.data), "layers:");
  for (const { kind, arguments: given } of layers)
    lines.push(`  - ${classLine(kind, given, defaults[kind])}`);
  lines.push("optimizer:", `  ${classLine(optimizer.name, optimizer.arguments, defaults[optimizer.name])}`);
  lines.push(...section("training", { ...config.training, epochs: Math.max(1, epochs), batch_size: batch }));
  return `${lines.join("\n")}\n`;
}

function section(name, values) {
  return [`${name}:`, ...Object.entries(values).map(([key, value]) => `  ${inYaml(key)}: ${inYaml(value)}`)];
}

/** A class with the arguments that are not its defaults. */
function classLine(name, given, defaults) {
  const own = Object.entries(given).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults[key]),
  );
  return own.length ? `${name}: ${inYaml(Object.fromEntries(own))}` : name.concat(": {}");
}

/** A value in one line of YAML 1.2. */
function inYaml(value) {
  if (Array.isArray(value)) return `[${value.map(inYaml).join(", ")}]`;
  if (value && typeof value === "object") {
    const entries = Object.entries(value).map(([key, one]) => `${inYaml(key)}: ${inYaml(one)}`);
    return `{${entries.join(", ")}}`;
  }
  const isPlain =
    typeof value !== "string" || (/^[a-z_][\w.-]*$/i.test(value) && !/^(true|false|null)$/i.test(value));
  if (isPlain) return String(value);
  // Line breaks and invisible characters that JSON leaves as they are.
  const rare = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, rare);
}
