"""What stands out too little on a page, for Chromium to find."""

# WCAG 2: 4.5 to 1 for texts, 3 to 1 for what controls are known by.
FAINT = """() => {
    const parts = (text) => {
        const found = text.match(/[\\d.]+/g).map(Number);
        return [...found.slice(0, 3), found[3] ?? 1];
    };
    const over = (one, other) => [0, 1, 2].map((at) => one[at] * one[3] + other[at] * (1 - one[3]));
    const light = (colour) => [0.2126, 0.7152, 0.0722].reduce((sum, share, at) => {
        const value = colour[at] / 255;
        return sum + share * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    }, 0.05);
    const ratio = (one, other) => Math.max(light(one) / light(other), light(other) / light(one));
    const behind = (one) => {
        if (!one) return [255, 255, 255];
        const own = parts(getComputedStyle(one).backgroundColor);
        return own[3] === 1 ? own.slice(0, 3) : over(own, behind(one.parentElement));
    };
    const found = [];
    for (const one of document.querySelectorAll("body *")) {
        if (!one.checkVisibility() || one.closest("svg, script, .waiting") || one.disabled) continue;
        const style = getComputedStyle(one);
        const isControl = one.matches("button, select, textarea, canvas, input:not([type=range])");
        const isText = (node) => node.nodeType === 3 && node.data.trim();
        const hasText = isControl || [...one.childNodes].some(isText);
        const name = one.outerHTML.slice(0, 60);
        const text = ratio(over(parts(style.color), behind(one)), behind(one));
        if (hasText && text < 4.5) found.push(`${name}: ${text}`);
        if (!isControl || parseFloat(style.borderTopWidth) === 0) continue;
        const around = behind(one.parentElement);
        const border = ratio(over(parts(style.borderTopColor), around), around);
        if (Math.max(border, ratio(behind(one), around)) < 3) found.push(`${name}: ${border}`);
    }
    return found;
}"""
