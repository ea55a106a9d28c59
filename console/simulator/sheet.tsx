/** The rows of a list, over the lower part of the phone. Escape, the cross and a tap beside it close it. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { List } from "./bubble.tsx";
import { Icon } from "../icons.tsx";

export function Sheet({ list, onClose, onChoose }: { list: List; onClose: () => void; onChoose: (choice: { id: string; title: string }) => void }): JSX.Element {
  const rows = useRef<HTMLUListElement>(null);
  useEffect(() => { rows.current?.querySelector("button")?.focus(); }, []);
  const key = (event: KeyboardEvent): void => {
    const all = [...rows.current?.querySelectorAll("button") ?? []], at = all.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) { event.preventDefault(); all[Math.max(0, Math.min(all.length - 1, to))]?.focus(); }
    else if (event.key === "Escape") { event.preventDefault(); onClose(); }
  };
  return (
    <div class="sheet-ground" onClick={event => { if (event.target === event.currentTarget) onClose(); }}>
      <div class="sheet" role="dialog" aria-label={list.button} onKeyDown={key}>
        <header class="sheet-top"><p class="sheet-title" dir="auto">{list.button}</p><button type="button" class="round" onClick={onClose}><Icon name="close" /><span class="visually-hidden">Close</span></button></header>
        <ul class="rows" ref={rows}>
          {list.rows.map(({ id, title, description }) => (
            <li key={id}>
              <button type="button" class="row" onClick={() => onChoose({ id, title })}>
                <span class="row-words"><span class="row-title" dir="auto">{title}</span>{description && <span class="row-about" dir="auto">{description}</span>}</span>
                <span class="row-mark" aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
