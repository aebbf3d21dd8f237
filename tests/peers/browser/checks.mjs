// Checks that apply to any page. Each function runs in the page and returns a list of problems.

/** WCAG 2.2, 1.4.3: contrast of text with its background, and 1.4.11: contrast of control borders and bars with their surroundings. */
export function contrastProblems(root) {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

  // The canvas parses any CSS color.
  const parseColor = text => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return { red, green, blue, alpha: alpha / 255 };
  };
  const over = (top, bottom) => Object.fromEntries(['red', 'green', 'blue'].map(part => [part, top[part] * top.alpha + bottom[part] * (1 - top.alpha)]));
  const luminance = of => {
    const [red, green, blue] = ['red', 'green', 'blue'].map(part => of[part] / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (lighter + 0.05) / (darker + 0.05);
  };
  const ground = element => {
    if (!element) return parseColor(getComputedStyle(document.documentElement).colorScheme === 'dark' ? '#000' : '#fff');
    const own = parseColor(getComputedStyle(element).backgroundColor);
    return own.alpha === 1 ? own : over(own, ground(element.parentElement));
  };
  const isVisible = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getClientRects().length > 0;
  const isVisuallyHidden = element => element.closest('.visually-hidden, .skip:not(:focus), thead') && element.getBoundingClientRect().width <= 1;

  const problems = [];
  let measured = 0;
  const walker = document.createTreeWalker(root ?? document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !isVisible(element) || isVisuallyHidden(element) || element.closest('svg, option, :disabled, script, style')) continue;
    const style = getComputedStyle(element);
    const back = ground(element);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const found = ratio(over(parseColor(style.color), back), back);
    measured++;
    if (found < (isLarge ? 3 : 4.5)) problems.push(`text "${walker.currentNode.textContent.trim().slice(0, 30)}" has ${found.toFixed(2)}:1`);
  }
  for (const control of (root ?? document).querySelectorAll('input:not([type=hidden]), select, button, textarea')) {
    if (!isVisible(control)) continue;
    const style = getComputedStyle(control);
    if (style.borderTopWidth === '0px') continue;
    const back = ground(control.parentElement);
    measured++;
    const found = ratio(over(parseColor(style.borderTopColor), back), back);
    if (found < 3) problems.push(`the border of ${control.id || control.textContent} has ${found.toFixed(2)}:1`);
  }
  for (const shape of (root ?? document).querySelectorAll('svg rect[class]')) {
    if (!isVisible(shape)) continue;
    const style = getComputedStyle(shape);
    const fill = parseColor(style.fill);
    fill.alpha *= Number(style.fillOpacity);
    const back = ground(shape.closest('svg'));
    const edge = style.stroke === 'none' ? fill : parseColor(style.stroke);
    measured++;
    const found = ratio(over(edge, back), back);
    if (found < 3) problems.push(`a bar (${shape.getAttribute('class')}) has ${found.toFixed(2)}:1`);
  }
  return measured < 5 ? ['hardly any elements were found'] : problems;
}

/** Pointer targets (WCAG 2.2, 2.5.8: at least 24 by 24 pixels, except links in text), and the width of the page. */
export function sizeProblems() {
  const problems = [];
  for (const target of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea')) {
    if (!target.checkVisibility() || target.closest('p:not(.brand), .skip')) continue;
    const { width, height } = target.getBoundingClientRect();
    if (width > 0 && (width < 24 || height < 24)) problems.push(`${target.id || target.textContent} is ${Math.round(width)} by ${Math.round(height)}`);
  }
  const excess = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (excess > 0) problems.push(`the page is ${excess} pixels wider than the screen`);
  return problems;
}

/** Language, title, one main heading, no skipped heading level, no duplicate id. */
export function structureProblems() {
  const problems = [];
  if (!document.documentElement.lang) problems.push('no language');
  if (!document.title) problems.push('no title');
  if (document.querySelectorAll('h1').length !== 1) problems.push('not one main heading');
  if (document.querySelectorAll('main').length !== 1) problems.push('not one main part');
  const levels = [...document.querySelectorAll('h1, h2, h3, h4')].filter(heading => heading.checkVisibility()).map(heading => Number(heading.tagName[1]));
  levels.forEach((level, index) => { if (index > 0 && level > levels[index - 1] + 1) problems.push(`heading ${level} after ${levels[index - 1]}`); });
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  ids.filter((id, index) => ids.indexOf(id) !== index).forEach(id => problems.push(`the id ${id} is not unique`));
  return problems;
}
