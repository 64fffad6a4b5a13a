const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Last words of names of companies and institutions. */
export const organisationEnds = words(
  'inc inc. incorporated ltd limited llc llp plc corp corporation company co gmbh ag se kg ohg ug sa sas sarl srl spa bv nv ab oy as aps ' +
    'pty sdn bhd kk group holding holdings bank university college school institute hospital clinic foundation association society ' +
    'council ministry agency authority committee union federation systems solutions software technologies technology tech labs lab ' +
    'analytics logistics consulting consultants partners ventures capital insurance airlines airways hotel hotels motors pharma ' +
    'pharmaceuticals industries international global networks services energy foods media press records studio studios team department ' +
    'division office desk club church museum theatre theater library court police cloud suite platform api sdk app pro enterprise ' +
    'support resources management operations relations edition plan program project protocol framework server db database',
);

/** Titles, days, months, peoples and other words that are written with a capital and are no names of people or places. */
export const capitalised = words(
  'i monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january february march april ' +
    'may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec christmas easter ramadan ' +
    'diwali english french german spanish italian portuguese dutch polish russian chinese japanese korean arabic hindi turkish greek ' +
    'swedish norwegian danish finnish american british european african asian indian canadian australian irish scottish welsh swiss ' +
    'austrian brazilian mexican nigerian vietnamese czech hungarian romanian ukrainian israeli iranian egyptian latin hebrew ok okay ' +
    'europe asia africa america oceania antarctica arctic atlantic pacific internet re fwd fw ps pm am ceo cto cfo coo hr id uk usa us eu un',
);

/** Words of today's work that the dictionary lacks. */
export const modern: ReadonlySet<string> = words(
  'login logins logout signup admin admins config configs backend frontend username usernames webhook webhooks api apis url urls dropdown ' +
    'inbox onboarding offboarding timestamp timestamps metadata dataset datasets checkbox popup plugin plugins widget widgets smartphone ' +
    'smartphones podcast podcasts blog blogs vlog chatbot chatbots changelog readme repo repos emoji emojis selfie app apps faq faqs csv pdf ' +
    'uuid sku kpi kpis roi sla slas okr okrs saas crm erp kyc gdpr vpn dns ssl tls ssh gpu cpu ram usb qr rfid iot llm llms ai ml nlp rag ' +
    'embeddings tokenizer dashboards workflow workflows roadmap standup standups scrum sprint backlog refactor rollout rollback uptime ' +
    'downtime hotfix upsell crowdfunding cryptocurrency blockchain bitcoin covid vaping wellbeing healthcare screenshot screenshots ' +
    'unsubscribe preorder prepaid copay telehealth coworking postcode postcodes voicemail voicemails iban ssn vat dob cc bcc eta asap fyi tbd',
);

/** Products and techniques that texts about work are full of. */
export const products = words(
  'google microsoft amazon apple facebook meta twitter linkedin instagram whatsapp youtube netflix spotify uber airbnb paypal stripe visa ' +
    'mastercard amex salesforce zendesk hubspot jira confluence slack zoom teams outlook gmail excel word powerpoint sharepoint onedrive ' +
    'dropbox github gitlab bitbucket docker kubernetes linux ubuntu debian windows macos android ios iphone ipad java javascript ' +
    'typescript python rust golang node react angular vue django flask rails spring postgres postgresql mysql sqlite mongodb redis ' +
    'elasticsearch kafka rabbitmq spark hadoop snowflake databricks tableau terraform ansible jenkins grafana prometheus nginx apache ' +
    'aws azure gcp oracle sap intel nvidia openai chatgpt claude chroma qdrant milvus weaviate pinecone pgvector jupyter jupyterlab ' +
    'notebook colab bluetooth ethernet wifi wi-fi unicode json yaml xml html css sql http https oauth saml oidc docusign shopify ' +
    'magento wordpress mailchimp twilio quickbooks xero workday servicenow asana trello notion figma adobe photoshop acrobat siemens ' +
    'samsung sony toyota honda ford bmw audi volkswagen mercedes fedex ups dhl boeing airbus ibm cisco dell lenovo',
);

/** Words that make what follows a thing: `the Zendesk ticket`. */
export const determiners = words(
  'the a an our your their this that these those its every each any some no another both all my his her',
);
