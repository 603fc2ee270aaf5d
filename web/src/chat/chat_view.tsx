import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { place } from '../ui/place';
import { conversation, openConversation, running, startAnew } from './chat_state';
import { Composer } from './composer';
import { TurnView } from './turn_view';
import { Welcome } from './welcome';

// Follows the text as it grows, until the reader scrolls up; down at the end it follows again.
function useFollowing() {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const area = box.current;
    if (!area || conversation.value.turns.length === 0) return;
    let follows = true;
    let top = area.scrollTop;
    let height = area.scrollHeight;
    const onScroll = () => {
      const atEnd = area.scrollHeight - area.scrollTop - area.clientHeight < 48;
      const shrunk = area.scrollHeight < height; // then the browser moved it, not the reader
      if (atEnd) follows = true;
      else if (area.scrollTop < top - 2 && !shrunk) follows = false;
      top = area.scrollTop;
      height = area.scrollHeight;
    };
    const toEnd = () => {
      if (follows) area.scrollTop = area.scrollHeight;
    };
    const growth = new ResizeObserver(toEnd);
    for (const child of area.children) growth.observe(child);
    area.addEventListener('scroll', onScroll, { passive: true });
    toEnd();
    return () => {
      growth.disconnect();
      area.removeEventListener('scroll', onScroll);
    };
  }, [conversation.value.id, conversation.value.turns.length]); // a new message is always followed
  return box;
}

export function ChatView() {
  const { id } = place.value;
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    setMissing(false);
    if (!id) return startAnew();
    void openConversation(id).then((found) => setMissing(!found));
  }, [id]);
  const current = conversation.value;
  const empty = current.turns.length === 0;
  const area = useFollowing();
  return (
    <div class={`chat${empty ? ' empty' : ''}`}>
      <div class="scroll" ref={area}>
        <div class="column">
          {missing && <p class="problem">This conversation is not in this browser.</p>}
          {empty && <Welcome />}
          {current.turns.map((turn, i) => (
            <TurnView key={turn.id} turn={turn} last={i === current.turns.length - 1} busy={running.value} />
          ))}
        </div>
      </div>
      <Composer />
    </div>
  );
}
