import { addressOf, place, type View } from './place';
import { Icon, type IconName } from './icon';
import { nextTheme, theme } from './theme';
import { keyPresent, keyWanted } from '../api/client';
import { isDemo } from '../api/models';
import { sideOpen } from './side';

const views: { view: View; name: string }[] = [
  { view: 'chat', name: 'Chat' },
  { view: 'dashboard', name: 'Dashboard' },
  { view: 'playground', name: 'Playground' },
];

const themeIcons: Record<string, IconName> = { system: 'system', light: 'light', dark: 'dark' };

export function TopBar() {
  const here = place.value.view;
  return (
    <header class="top">
      {here === 'chat' && (
        <button
          type="button"
          class="icon-button menu"
          aria-label="Conversations"
          aria-expanded={sideOpen.value}
          onClick={() => (sideOpen.value = !sideOpen.value)}
        >
          <Icon name="menu" />
        </button>
      )}
      <a class="brand" href={addressOf({ view: 'chat' })}>
        <img src="/favicon.svg" alt="" width="22" height="22" />
        <span>Signalbox</span>
      </a>
      <nav aria-label="Views">
        {views.map(({ view, name }) => (
          <a key={view} href={addressOf({ view })} aria-current={here === view ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <div class="top-end">
        {isDemo.value && (
          <span class="tag demo" title="No key is set: built-in demo models answer">
            demo
          </span>
        )}
        {keyPresent.value && (
          <button type="button" class="icon-button" aria-label="Change the API key" title="API key" onClick={() => (keyWanted.value = true)}>
            <Icon name="key" />
          </button>
        )}
        <button
          type="button"
          class="icon-button"
          onClick={nextTheme}
          aria-label={`Colours: ${theme.value}. Change`}
          title={`Colours: ${theme.value}`}
        >
          <Icon name={themeIcons[theme.value] ?? 'system'} />
        </button>
      </div>
    </header>
  );
}
