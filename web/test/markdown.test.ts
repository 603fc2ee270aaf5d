import { describe, expect, it } from 'vitest';
import { blocksOf, htmlOf } from '../src/markdown/render';

const html = (text: string) => blocksOf(text).map(htmlOf).join('');
function dom(text: string): HTMLElement {
  const box = document.createElement('div');
  box.innerHTML = html(text);
  return box;
}

const attacks: Record<string, string> = {
  script: 'Hello <script>window.hit = 1</script>',
  'script block': '<script>\nwindow.hit = 1\n</script>',
  'image with handler': '<img src=x onerror="window.hit=1">',
  'svg onload': '<svg onload="window.hit=1"><script>1</script></svg>',
  iframe: '<iframe src="https://evil.example"></iframe>',
  'javascript link': '[click](javascript:alert(1))',
  'javascript link in disguise': '[click](java\tscript:alert(1))',
  'entity link': '[click](&#106;avascript:alert(1))',
  'data link': '[click](data:text/html,<script>1</script>)',
  'vbscript link': '[click](vbscript:msgbox)',
  autolink: '<javascript:alert(1)>',
  'remote image': '![alt](https://evil.example/pixel.gif)',
  'javascript image': '![alt](javascript:alert(1))',
  'broken attribute': '[x](https://a.example/"onmouseover="window.hit=1)',
  'title with quotes': '[x](https://a.example "\\" onclick=\\"window.hit=1")',
  'code language': '```"><img src=x onerror=1>\ncode\n```',
  style: '<p style="position:fixed">x</p>',
  form: '<form action="https://evil.example"><input name=a></form>',
  'mathml mutation': '<math><mtext><table><mglyph><style><img src=x onerror=1></style></mglyph></table></mtext></math>',
  'reference link': '[x][1]\n\n[1]: javascript:alert(1)',
  'table cell': '| a |\n|---|\n| <img src=x onerror=1> |',
};

describe('what a model writes', () => {
  for (const [name, text] of Object.entries(attacks)) {
    it(`can do nothing: ${name}`, () => {
      const box = dom(text);
      expect(box.querySelector('script, img, svg, iframe, form, style, object, embed, math, link, base, meta')).toBeNull();
      for (const node of box.querySelectorAll('*')) {
        for (const { name: attribute, value } of node.attributes) {
          expect(attribute).not.toMatch(/^on|^style$|^src|^data-/);
          if (attribute === 'href') expect(value).toMatch(/^(https?:\/\/|mailto:)/);
        }
      }
    });
  }

  it('is shown as text where it is HTML', () => {
    expect(dom('a <b>bold</b> word').textContent).toContain('<b>bold</b>');
  });

  it('has links that open elsewhere and tell nobody where they were', () => {
    const link = dom('[x](https://a.example/b?c=d&e=f)').querySelector('a')!;
    expect(link.getAttribute('href')).toBe('https://a.example/b?c=d&e=f');
    expect(link.getAttribute('target')).toBe('_blank');
    expect(link.getAttribute('rel')).toContain('noopener');
  });

  it('shows a remote image as a link that loads nothing', () => {
    expect(html('![a cat](https://a.example/cat.png)')).toContain('image: a cat');
  });

  it('keeps its tables, lists and code', () => {
    const box = dom('# T\n\n1. a\n2. b\n\n| x | y |\n|---|--:|\n| 1 | 2 |\n\n```js\nlet a = 1 < 2;\n```');
    expect(box.querySelectorAll('ol li')).toHaveLength(2);
    expect(box.querySelector('td[align=right]')?.textContent).toBe('2');
    expect(box.querySelector('pre code')?.textContent).toBe('let a = 1 < 2;');
    expect(box.querySelector('.copy-code')).not.toBeNull();
  });
});

describe('while it streams', () => {
  it('only the last block changes', () => {
    const before = blocksOf('First.\n\nSecond beg');
    const after = blocksOf('First.\n\nSecond begins.\n\nThird');
    expect(after[0]!.key).toBe(before[0]!.key);
    expect(after[1]!.key).not.toBe(before[1]!.key);
  });

  it('a code block that is not closed yet is code already', () => {
    expect(dom('```python\ndef f():').querySelector('pre code')?.textContent).toBe('def f():');
  });
});
