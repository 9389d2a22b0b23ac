// The page: one input, which its panels show and change.

/**
 * Opens what `data` describes inside of `root`. A panel calls `page.show(values, from)` with the values of a row as
 * the network takes them; every listener is then called with what each layer computed of it.
 */
function openPage(root, data) {
  const page = {
    data,
    network: openNetwork(data.network),
    values: null,
    layers: null,
    listeners: [],
    show(values, from) {
      page.values = Float32Array.from(values);
      page.layers = page.network.forward(page.values);
      for (const listener of page.listeners) listener(page.layers, from);
    },
  };
  return page;
}
