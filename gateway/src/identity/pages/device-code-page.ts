import { page } from './page.ts';

/** Where a person types the code that another device shows. `problem` says why the last one did not do. */
export const deviceCodePage = (post: string, xsrf: string, problem?: string): string =>
  page(
    'Sign in on another device',
    [
      ...(problem === undefined ? [] : [problem]),
      'Type the code that your own terminal or editor shows. If somebody sent you the code, close this page: it would sign them in as you.',
    ],
    {
      form: {
        post,
        hidden: { xsrf },
        field: { name: 'user_code', label: 'Code', value: '' },
        buttons: [{ label: 'Go on' }],
      },
    },
  );
