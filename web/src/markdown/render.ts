// Markdown of a model as HTML that can do nothing: raw HTML is text, images are links, links lead to http(s) and mail
// alone, and DOMPurify goes over what is left.
//
// The text is rendered block by block, so that while it streams only the last block changes.
import createDOMPurify from 'dompurify';
import { Marked, type Token, type Tokens } from 'marked';
import { highlighted } from './highlight';

export interface Block {
  key: string; // equal keys have equal HTML
  token: Token;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => escapes[c] ?? c);
}

function harmless(href: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(href.trim());
}

function link(href: string, html: string): string {
  return harmless(href) ? `<a href="${escaped(href.trim())}">${html}</a>` : html;
}

const marked = new Marked({
  gfm: true,
  breaks: false,
  renderer: {
    html: ({ text }) => escaped(text),
    link({ href, tokens }) {
      return link(href, this.parser.parseInline(tokens));
    },
    image: ({ href, text }) => link(href, `image: ${escaped(text || href)}`),
    code({ text, lang }: Tokens.Code) {
      const name = (lang ?? '').split(/\s/, 1)[0] ?? '';
      return (
        `<div class="code"><div class="code-head"><span>${escaped(name || 'text')}</span>` +
        `<button type="button" class="copy-code">Copy</button></div>` +
        `<pre tabindex="0"><code>${highlighted(text, name) ?? escaped(text)}</code></pre></div>`
      );
    },
    table({ header, rows, align }) {
      const cell = (tag: string) => (token: Tokens.TableCell, i: number) =>
        `<${tag}${align[i] ? ` align="${align[i]}"` : ''}>${this.parser.parseInline(token.tokens)}</${tag}>`;
      const row = (cells: Tokens.TableCell[], tag: string) => `<tr>${cells.map(cell(tag)).join('')}</tr>`;
      const body = rows.map((cells) => row(cells, 'td')).join('');
      return `<div class="table" tabindex="0"><table><thead>${row(header, 'th')}</thead><tbody>${body}</tbody></table></div>`;
    },
  },
});

const purify = createDOMPurify(window);
purify.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName !== 'A') return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer nofollow');
});

const tags =
  'a b blockquote br button code del div em h1 h2 h3 h4 h5 h6 hr i input li ol p pre s span strong sub sup table tbody td th thead tr ul';

export function clean(html: string): string {
  return purify.sanitize(html, {
    ALLOWED_TAGS: tags.split(' '),
    ALLOWED_ATTR: ['href', 'class', 'start', 'align', 'type', 'checked', 'disabled', 'tabindex', 'target', 'rel'],
    ADD_URI_SAFE_ATTR: ['start', 'align', 'type', 'tabindex', 'target', 'rel'],
    ALLOWED_URI_REGEXP: /^(https?:|mailto:)/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}

export function blocksOf(text: string): Block[] {
  const tokens = marked.lexer(text);
  const links = JSON.stringify(tokens.links);
  return tokens.filter(({ type }) => type !== 'space' && type !== 'def').map((token) => ({ key: token.raw + links, token }));
}

export function htmlOf(block: Block): string {
  return clean(marked.parser([block.token]));
}
