// The form: Sveltia CMS with our configuration, in the language of the browser.
// Does not belong here: which fields there are, which is in config.<language>.json.

// By language: what a form for clones says where it cannot work; nothing in a form for a git host.
const notes = await (await fetch("languages.json")).json();
const wanted = navigator.languages.map((code) => code.split("-")[0]);
const language = wanted.find((code) => code in notes) ?? Object.keys(notes)[0];
document.documentElement.lang = language;
// What Sveltia CMS itself says is then in the language of our labels.
Object.defineProperty(navigator, "languages", { value: [language] });

// Its styles name fonts on another host, although the same ones are in the package.
function dropForeignFonts() {
  for (const sheet of document.styleSheets) {
    for (let at = sheet.cssRules.length - 1; at >= 0; at -= 1) {
      const rule = sheet.cssRules[at];
      if (rule instanceof CSSFontFaceRule && rule.cssText.includes("https:")) sheet.deleteRule(at);
    }
  }
}
new MutationObserver(dropForeignFonts).observe(document.head, { childList: true });

const { default: CMS, readYaml } = await import("./cms/npm/index.js");
const config = await (await fetch(`config.${language}.json`)).json();
const locales = config.i18n.locales;
const fields = config.collections.flatMap(({ format, fields: own }) => (format === "yml" ? own : []));

const isMapping = (value) => typeof value === "object" && value !== null;

// A text may be plain or one for each language; the form knows one of the two.
function fitTexts(value, known) {
  if (!isMapping(value)) return;
  for (const { name, widget, fields: below } of known) {
    const each = value[name];
    if (widget === "list" && below && Array.isArray(each)) {
      for (const item of each) fitTexts(item, below);
    } else if (widget === "object" && typeof each === "string" && below[0].name === locales[0]) {
      value[name] = { [locales[0]]: each };
    } else if (widget === "object") {
      fitTexts(each, below);
    } else if (["string", "text"].includes(widget) && isMapping(each)) {
      value[name] = each[locales[0]];
    }
  }
}

// Only reading is ours: Sveltia CMS writes a format of this name as YAML.
CMS.registerCustomFormat("yml", "yml", {
  fromFile(text) {
    const value = readYaml(text);
    fitTexts(value, fields);
    return value;
  },
});

const isLocal = ["localhost", "127.0.0.1"].includes(location.hostname);
if (notes[language] && !isLocal) document.body.textContent = notes[language];
else CMS.init({ config });
