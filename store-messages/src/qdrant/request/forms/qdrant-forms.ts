import { defineForms } from '../form-of.ts';
import { changeForms } from './change-forms.ts';
import { collectionForms } from './collection-forms.ts';
import { commonForms } from './common-forms.ts';
import { queryForms } from './query-forms.ts';
import { vectorForms } from './vector-forms.ts';

defineForms(commonForms);
defineForms(vectorForms);
defineForms(queryForms);
defineForms(changeForms);
defineForms(collectionForms);

export { formOf as qdrantFormOf } from '../form-of.ts';
