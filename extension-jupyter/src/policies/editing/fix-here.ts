import { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import { applyFix, type FixName } from './apply-fix.ts';
import { nearest } from './nearest.ts';
import type { PolicyEditor } from './policy-editor.ts';

/**
 * Offers what can be done about the problems at the cursor, or else on its line, and what else may be done with the rule there,
 * as a menu. @throws when there is nothing
 */
export async function fixHere({ view, text }: PolicyEditor): Promise<void> {
  const { doc, selection } = view.state;
  const { head } = selection.main;
  const { diagnostics } = await text.look(doc.toString());
  const near = nearest(diagnostics, head, doc.lineAt(head));
  const further = await text.refactor(doc.toString(), head);
  if (near.length + further.length === 0)
    throw new Error('nothing is known that would mend what is on this line.');
  const commands = new CommandRegistry();
  const menu = new Menu({ commands });
  menu.addClass('vg-policy-fixes');
  const titles = new Set<string>();
  const add = (name: FixName): void => {
    const command = `${name.code ?? ''}:${name.from}:${name.title}`;
    if (commands.hasCommand(command)) return;
    titles.add(name.title);
    commands.addCommand(command, { label: name.title, execute: () => void applyFix(view, text, name) });
    menu.addItem({ command });
  };
  for (const { code, start, fixes } of near) for (const { title } of fixes) add({ code, from: start, title });
  // What is a fix already is not offered twice.
  const others = further.filter(({ title }) => !titles.has(title));
  if (titles.size > 0 && others.length > 0) menu.addItem({ type: 'separator' });
  for (const { title } of others) add({ code: undefined, from: head, title });
  menu.aboutToClose.connect(() => view.focus());
  const place = view.coordsAtPos(head);
  menu.open(place?.left ?? 0, place?.bottom ?? 0);
  menu.activeIndex = 0;
}
