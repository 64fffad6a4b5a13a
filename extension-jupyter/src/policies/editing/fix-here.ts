import { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import { applyFix } from './apply-fix.ts';
import { nearest } from './nearest.ts';
import type { PolicyEditor } from './policy-editor.ts';

/** Offers what can be done about the problems at the cursor, or else on its line, as a menu. @throws when there is nothing */
export async function fixHere({ view, text }: PolicyEditor): Promise<void> {
  const { doc, selection } = view.state;
  const { head } = selection.main;
  const { diagnostics } = await text.look(doc.toString());
  const near = nearest(diagnostics, head, doc.lineAt(head));
  if (near.length === 0) throw new Error('nothing is known that would mend what is on this line.');
  const commands = new CommandRegistry();
  const menu = new Menu({ commands });
  menu.addClass('vg-policy-fixes');
  for (const { code, start, fixes } of near)
    for (const { title } of fixes) {
      const command = `${code}:${start}:${title}`;
      if (commands.hasCommand(command)) continue;
      commands.addCommand(command, {
        label: title,
        execute: () => void applyFix(view, text, { code, from: start, title }),
      });
      menu.addItem({ command });
    }
  menu.aboutToClose.connect(() => view.focus());
  const place = view.coordsAtPos(head);
  menu.open(place?.left ?? 0, place?.bottom ?? 0);
  menu.activeIndex = 0;
}
