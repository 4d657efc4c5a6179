// The shelves, placing an order, and an order's page. The order and its mail are written together; the page says when
// the mail has not gone out yet. Only the customer who placed an order can see it.

import { Hono } from 'hono';
import { html } from 'hono/html';
import { drawing, goods, pounds } from './goods.ts';
import { type Line, orderLetter } from './letters.ts';
import { csrfField, field, type Markup, notice, page } from './page.ts';
import { formField, type Shop, type ShopEnv, type Visit } from './visit.ts';

const mostOfOne = 20;

export function orderRoutes(shop: Shop): Hono<ShopEnv> {
  // In one piece: a table of routes.
  const { database, outbox } = shop;
  const routes = new Hono<ShopEnv>();

  routes.get('/', (c) => c.html(shelvesPage(c.get('visit'))));

  routes.get('/order', (c) => {
    const visit = c.get('visit');
    const good = goods.find((one) => one.id === c.req.query('good'));
    if (!visit.customer) return c.redirect(`/log-in?next=/order${good ? `?good=${good.id}` : ''}`, 303);
    return c.html(orderPage(visit, { name: visit.customer.name, quantities: good ? { [good.id]: 1 } : {} }));
  });

  routes.post('/order', async (c) => {
    const visit = c.get('visit');
    if (!visit.customer) return c.redirect('/log-in?next=/order', 303);
    const quantities: Record<string, number> = {};
    for (const good of goods) quantities[good.id] = Number((await formField(c, good.id)) || 0);
    const name = (await formField(c, 'name')).trim().slice(0, 100);
    const street = (await formField(c, 'street')).trim().slice(0, 200);
    const town = (await formField(c, 'town')).trim().slice(0, 100);
    const lines: Line[] = goods.flatMap((good) => {
      const quantity = quantities[good.id] ?? 0;
      return quantity > 0 ? [{ good, quantity }] : [];
    });
    const countable = Object.values(quantities).every((n) => Number.isInteger(n) && n >= 0 && n <= mostOfOne);
    const error = !countable
      ? `Please order whole things, at most ${mostOfOne} of each.`
      : lines.length === 0
        ? 'Please choose at least one thing.'
        : name === '' || street === '' || town === ''
          ? 'Please tell us where to send it: name, street and town.'
          : undefined;
    if (error) return c.html(orderPage(visit, { name, street, town, quantities, error }), 422);

    const customer = visit.customer;
    const pence = lines.reduce((sum, line) => sum + line.good.pence * line.quantity, 0);
    const deliverTo = [name, street, town].join('\n');
    const number = database.transaction(() => {
      const { id } = database.sql
        .prepare(
          `INSERT INTO placedOrder (customer, placedAt, lines, pence, deliverTo, messageId)
           VALUES (?, ?, ?, ?, ?, '') RETURNING id`,
        )
        .get(
          customer.id,
          shop.now(),
          JSON.stringify(lines.map((line) => [line.good.name, line.quantity, line.good.pence])),
          pence,
          deliverTo,
        ) as { id: number };
      const link = `${shop.publicUrl()}/orders/${id}`;
      const messageId = outbox.enqueue(orderLetter(customer, { number: id, lines, pence, deliverTo, link }));
      database.sql.prepare('UPDATE placedOrder SET messageId = ? WHERE id = ?').run(messageId, id);
      return id;
    });
    outbox.wake();
    return c.redirect(`/orders/${number}?placed`, 303);
  });

  routes.get('/orders/:number{[0-9]{1,15}}', (c) => {
    const visit = c.get('visit');
    if (!visit.customer) return c.redirect(`/log-in?next=${c.req.path}`, 303);
    const order = database.sql
      .prepare('SELECT * FROM placedOrder WHERE id = ? AND customer = ?')
      .get(Number(c.req.param('number')), visit.customer.id) as PlacedOrder | undefined;
    if (!order) return c.notFound();
    const late = outbox.state(order.messageId) === 'retrying';
    return c.html(placedPage(visit, order, c.req.query('placed') !== undefined, late));
  });

  return routes;
}

type PlacedOrder = { id: number; placedAt: number; lines: string; pence: number; deliverTo: string; messageId: string };

function shelvesPage(visit: Visit): Markup {
  return page({
    title: 'Good things, round the corner',
    visit,
    wide: true,
    body: html`<section class="hero"><h1>Good things, round the corner</h1>
        <p>Bread, honey, coffee and what else a kitchen wants. Order today, on your step tomorrow.</p>
        ${visit.customer ? html`<a class="button" href="/order">Order something</a>` : html`<a class="button" href="/sign-up">Make an account</a>`}</section>
      <ul class="shelf" aria-label="Goods">${goods.map(
        (good) => html`<li class="ware">${drawing(good)}<h2>${good.name}</h2><p>${good.about}</p>
          <p class="price"><b>${pounds(good.pence)}</b><a href="/order?good=${good.id}" aria-label="Order ${good.name}">Order</a></p></li>`,
      )}</ul>`,
  });
}

type OrderForm = {
  name?: string;
  street?: string;
  town?: string;
  quantities: Record<string, number>;
  error?: string;
};

function orderPage(visit: Visit, { name = '', street = '', town = '', quantities, error }: OrderForm): Markup {
  return page({
    title: 'Order',
    visit,
    body: html`<h1>Order</h1>
      ${error ? notice('bad', error) : ''}
      <form method="post" action="/order" class="card" novalidate>
        ${csrfField(visit)}
        <fieldset><legend>What would you like?</legend>${goods.map(
          (
            good,
          ) => html`<div class="quantity"><label for="${good.id}">${good.name} <span>${pounds(good.pence)}</span></label>
            <input type="number" id="${good.id}" name="${good.id}" min="0" max="${mostOfOne}" value="${quantities[good.id] || 0}" inputmode="numeric" autocomplete="off"></div>`,
        )}</fieldset>
        <fieldset><legend>Where does it go?</legend>
          ${field({ name: 'name', label: 'Name', autocomplete: 'shipping name', value: name })}
          ${field({ name: 'street', label: 'Street and number', autocomplete: 'shipping street-address', value: street })}
          ${field({ name: 'town', label: 'Postcode and town', autocomplete: 'shipping address-level2', value: town })}
        </fieldset>
        <button class="button">Place the order</button>
        <p class="hint">Nothing is charged: this is a demonstration.</p>
      </form>`,
  });
}

function placedPage(visit: Visit, order: PlacedOrder, fresh: boolean, late: boolean): Markup {
  const lines = JSON.parse(order.lines) as [name: string, quantity: number, pence: number][];
  return page({
    title: `Order no. ${order.id}`,
    visit,
    body: html`<h1>Order no. ${order.id}</h1>
      ${fresh ? notice('good', `Thank you! We have your order and send a mail to ${visit.customer?.email ?? 'you'}.`) : ''}
      ${late ? notice('calm', 'Our mail server is not answering just now. The order stands; its mail follows.') : ''}
      <div class="card"><table><caption class="hidden">What was ordered</caption>
        <thead><tr><th scope="col">Good</th><th scope="col">Quantity</th><th scope="col" class="number">Price</th></tr></thead>
        <tbody>${lines.map(
          ([name, quantity, pence]) =>
            html`<tr><td>${name}</td><td>${quantity}</td><td class="number">${pounds(pence * quantity)}</td></tr>`,
        )}</tbody>
        <tfoot><tr><th scope="row" colspan="2">Total</th><td class="number">${pounds(order.pence)}</td></tr></tfoot></table></div>
      <h2>Goes to</h2><p class="lines">${order.deliverTo}</p>
      <p><a href="/account">All orders</a></p>`,
  });
}
