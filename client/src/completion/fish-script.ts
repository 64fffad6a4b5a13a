import type { CommandTree } from './command-tree.ts';

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/**
 * What makes fish complete `vectorgate`. It carries the tree of commands. Words come plain, since fish quotes them by itself,
 * each with what it is.
 *
 * @example
 * vectorgate completion fish | source
 */
export const fishScript = (
  tree: CommandTree,
): string => `set -g _vectorgate_tree ${quoted(JSON.stringify(tree))}
function _vectorgate_complete
    set -l program (commandline -opc)[1]
    set -l offered ($program complete $_vectorgate_tree (commandline -cp | string collect) '' fish 2>/dev/null)
    if set -q offered[1]
        printf '%s\\n' $offered
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c vectorgate -e
complete -c vectorgate -f -a '(_vectorgate_complete)'
`;
