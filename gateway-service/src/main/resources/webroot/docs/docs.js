// Shows /openapi.json for people. Text only: nothing of the document is taken for markup.
const methods = ['get', 'post', 'delete'];

function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

function resolve(root, node) {
  if (!node || !node.$ref) return node;
  return node.$ref.slice(2).split('/').reduce((at, name) => at && at[name], root);
}

function parameters(root, list) {
  const table = element('table');
  for (const given of list) {
    const one = resolve(root, given);
    const name = element('td', '', element('code', one.name));
    table.append(element('tr', '', name, element('td', one.in), element('td', one.description)));
  }
  return table;
}

function shape(root, title, schema) {
  const part = element('div', '', element('h4', title));
  part.append(element('pre', JSON.stringify(resolve(root, schema), null, 2)));
  return part;
}

function operation(root, path, method, shared, spec) {
  const summary = element('summary', '', element('span', method), element('code', path));
  summary.firstChild.className = 'method';
  summary.append(' ', spec.summary || '');
  const made = element('details', '', summary);
  if (spec.description) made.append(element('p', spec.description));
  if (spec['x-tutti-address']) {
    made.append(element('p', 'On the event bus: ' + spec['x-tutti-address']));
  }
  if (spec['x-tutti-scope']) made.append(element('p', 'Scope: ' + spec['x-tutti-scope']));
  const all = [...shared, ...(spec.parameters || [])];
  if (all.length) made.append(parameters(root, all));
  const body = spec.requestBody?.content?.['application/json']?.schema;
  if (body) made.append(shape(root, 'Body', body));
  for (const [code, given] of Object.entries(spec.responses || {})) {
    const schema = resolve(root, given)?.content?.['application/json']?.schema;
    if (schema) made.append(shape(root, 'Answer ' + code, schema));
  }
  return made;
}

async function show() {
  const root = await (await fetch('/openapi.json')).json();
  const place = document.getElementById('operations');
  for (const tag of root.tags) {
    place.append(element('h2', tag.name), element('p', tag.description));
    for (const [path, item] of Object.entries(root.paths)) {
      for (const method of methods) {
        if (item[method]?.tags?.includes(tag.name)) {
          place.append(operation(root, path, method, item.parameters || [], item[method]));
        }
      }
    }
  }
}

show();
