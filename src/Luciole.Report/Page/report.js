'use strict';
(() => {
  const $ = id => document.getElementById(id);
  const { figures: all, rows } = JSON.parse($('rows').textContent);
  const told = column => rows.some(row => row[column] !== undefined);
  const figures = all.filter(told);
  const kinds = ['input', 'truth', 'prediction', 'difference', 'confidence'];
  const colours = { nucleus: [70, 130, 255], mitochondria: [255, 70, 60], actin: [255, 200, 40], tubulin: [60, 235, 110] };
  const words = ['image', 'organelle', ...['modality', 'deviation', 'flags'].filter(told)];
  const columns = [...words, ...figures];
  const titles = { deviation: 'out of focus', flags: 'take care' };
  const present = kinds.filter(told);
  const others = [...new Set(rows.map(row => row.organelle))].filter(name => !colours[name]);
  others.forEach((name, i) => { colours[name] = [[230, 120, 255], [90, 230, 230], [255, 140, 80]][i % 3]; });
  const organelles = Object.keys(colours).filter(name => rows.some(row => row.organelle === name));
  const widths = { image: '3fr', flags: '2fr' };
  document.documentElement.style.setProperty('--columns', columns.map(column => `minmax(${column === 'image' ? 12 : 4.5}rem, ${widths[column] ?? '1fr'})`).join(' '));
  const needs = { modality: 'modality', deviation: 'deviation', flags: 'flags', figure: figures[0], means: figures[0], contrast: present[0] };
  for (const [id, column] of Object.entries(needs)) if (!column || !told(column)) ($(id).closest('label') ?? $(id)).hidden = true;
  for (const part of document.querySelectorAll('[data-needs]')) part.hidden = !part.dataset.needs.split(' ').every(told);
  const ofImage = new Map(rows.map(row => [row.image, []]));
  for (const row of rows) ofImage.get(row.image).push(row);
  const shown = new Set();
  const text = (column, value) => value === undefined ? '' : figures.includes(column) ? value.toFixed(4) : String(value);
  const make = (tag, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...children);
    return element;
  };

  // Pictures: base64 text that lies in the page becomes an image when its row comes near.
  const source = number => 'data:image/jpeg;base64,' + $('p' + number).textContent;
  const decoded = async number => {
    const image = new Image();
    image.src = source(number);
    await image.decode();
    return image;
  };

  // Contrast: one black and one white level for each kind of picture.
  const levels = Object.fromEntries(kinds.map(kind => [kind, [0, 255]]));
  const slope = kind => {
    const [black, white] = levels[kind];
    const scale = 255 / Math.max(1, white - black);
    return [scale, -black * scale / 255];
  };
  const applyContrast = kind => {
    const [scale, offset] = slope(kind);
    for (const channel of $('f-' + kind).querySelectorAll('[slope]')) {
      channel.setAttribute('slope', scale);
      channel.setAttribute('intercept', offset);
    }
    drawColours();
  };
  for (const kind of present) {
    $('filters').insertAdjacentHTML('beforeend', `<filter id="f-${kind}" color-interpolation-filters="sRGB"><feComponentTransfer>${'RGB'.replace(/./g, c => `<feFunc${c} type="linear" slope="1" intercept="0"/>`)}</feComponentTransfer></filter>`);
    const label = make('label', {}, kind + ' ');
    for (const end of [0, 1]) {
      const slider = make('input', { type: 'range', min: 0, max: 255, value: 255 * end, title: end ? 'white' : 'black' });
      slider.dataset.kind = kind;
      slider.oninput = () => { levels[kind][end] = +slider.value; applyContrast(kind); };
      label.append(slider);
    }
    $('contrast').append(label);
  }

  // Colours: predicted (or true) organelles over the transmitted light, drawn on a canvas.
  const on = new Set(organelles);
  let origin = rows.some(row => row.prediction !== undefined) ? 'prediction' : 'truth';
  for (const name of organelles) {
    const box = make('input', { type: 'checkbox', checked: true });
    box.dataset.organelle = name;
    box.onchange = () => { box.checked ? on.add(name) : on.delete(name); drawColours(); };
    const label = make('label', {}, box, ' ' + name);
    label.style.color = `rgb(${colours[name]})`;
    $('colours').append(label);
  }
  const which = make('select', { ariaLabel: 'which fluorescence' }, ...['prediction', 'truth'].filter(kind => present.includes(kind)).map(kind => make('option', { value: kind }, kind)));
  which.onchange = () => { origin = which.value; drawColours(); };
  $('colours').append(which);
  const pixels = (image, width, height) => {
    const context = make('canvas', { width, height }).getContext('2d', { willReadFrequently: true });
    context.drawImage(image, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  };
  const draw = async canvas => {
    const turn = canvas.turn = (canvas.turn || 0) + 1;
    const parts = canvas.rows.filter(row => on.has(row.organelle) && row[origin] !== undefined);
    const ground = canvas.rows.find(row => row.input !== undefined);
    const images = await Promise.all([...(ground ? [decoded(ground.input)] : []), ...parts.map(row => decoded(row[origin]))]);
    if (turn !== canvas.turn || images.length === 0 && canvas.width === 0) return;
    if (images.length) { canvas.width = images[0].naturalWidth; canvas.height = images[0].naturalHeight; }
    const { width, height } = canvas;
    const sum = new Float32Array(width * height * 3);
    images.forEach((image, at) => {
      const row = ground ? parts[at - 1] : parts[at];
      const [scale, offset] = slope(row ? origin : 'input');
      const tint = row ? colours[row.organelle] : [150, 150, 150];
      const data = pixels(image, width, height);
      const table = Float32Array.from({ length: 256 }, (_, grey) => Math.min(1, Math.max(0, grey / 255 * scale + offset)));
      for (let i = 0, j = 0; j < sum.length; i += 4, j += 3) {
        const value = table[data[i]];
        sum[j] += value * tint[0];
        sum[j + 1] += value * tint[1];
        sum[j + 2] += value * tint[2];
      }
    });
    const result = new ImageData(width, height);
    for (let i = 0, j = 0; j < sum.length; i += 4, j += 3) {
      result.data[i] = sum[j];
      result.data[i + 1] = sum[j + 1];
      result.data[i + 2] = sum[j + 2];
      result.data[i + 3] = 255;
    }
    canvas.getContext('2d').putImageData(result, 0, 0);
    canvas.dataset.drawn = parts.map(row => row.organelle).join(' ');
  };
  let waiting = 0;
  function drawColours() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => document.querySelectorAll('canvas.colours').forEach(draw));
  }

  // Zoom: one place and scale for all pictures of a row.
  const zooming = (strip, always) => {
    let [x, y, s] = [0, 0, 1];
    const show = () => {
      s = Math.min(40, Math.max(1, s));
      if (s === 1) x = y = 0;
      strip.style.setProperty('--x', x);
      strip.style.setProperty('--y', y);
      strip.style.setProperty('--s', s);
      for (const frame of strip.querySelectorAll('.frame')) frame.classList.toggle('near', s > 3);
    };
    const zoom = (frame, event, factor) => {
      const box = frame.getBoundingClientRect();
      const [px, py] = [event.clientX - box.left, event.clientY - box.top];
      const before = s;
      s = Math.min(40, Math.max(1, s * factor));
      [x, y] = [px - (px - x) * s / before, py - (py - y) * s / before];
      show();
    };
    strip.addEventListener('wheel', event => {
      const frame = event.target.closest('.frame');
      if (!frame || !(always || event.ctrlKey)) return;
      event.preventDefault();
      zoom(frame, event, Math.exp(-event.deltaY / 300));
    }, { passive: false });
    strip.addEventListener('dblclick', event => {
      const frame = event.target.closest('.frame');
      if (frame) zoom(frame, event, event.shiftKey ? 0 : 2);
    });
    strip.addEventListener('pointerdown', event => {
      const frame = event.target.closest('.frame');
      if (!frame || s === 1) return;
      event.preventDefault();
      frame.setPointerCapture(event.pointerId);
      const move = step => { x += step.movementX; y += step.movementY; show(); };
      frame.addEventListener('pointermove', move);
      frame.addEventListener('pointerup', () => frame.removeEventListener('pointermove', move), { once: true });
    });
    show();
  };
  const fill = (strip, row) => {
    for (const kind of present) {
      if (row[kind] === undefined) continue;
      const image = make('img', { src: source(row[kind]), alt: kind, draggable: false, decoding: 'async' });
      image.style.filter = `url(#f-${kind})`;
      strip.append(make('figure', { className: 'picture' }, make('div', { className: 'frame' }, image), make('figcaption', {}, kind)));
    }
    const canvas = make('canvas', { className: 'colours', width: 0 });
    canvas.rows = ofImage.get(row.image);
    strip.append(make('figure', { className: 'picture' }, make('div', { className: 'frame' }, canvas), make('figcaption', {}, 'organelles')));
    draw(canvas);
  };

  // Rows: light lines; their pictures come and go with the scrolling.
  const near = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      const strip = target.querySelector('.strip');
      if (isIntersecting && !strip.hasChildNodes()) fill(strip, target.row);
      else if (!isIntersecting) strip.replaceChildren();
    }
  }, { rootMargin: '800px 0px' });
  const cell = row => column => make('span', { className: figures.includes(column) ? 'number' : column, title: column === 'flags' ? row.flags ?? '' : '' }, text(column, row[column]));
  const sections = new Map(rows.map(row => {
    const name = make('button', { className: 'name', title: row.image }, row.image);
    name.onclick = () => enlarge(row);
    const strip = make('div', { className: 'strip' });
    const section = make('section', { className: 'row' },
      make('div', { className: 'line' }, name, ...columns.slice(1).map(cell(row))), strip);
    section.row = row;
    zooming(strip, false);
    return [row, section];
  }));
  const enlarge = row => {
    const dialog = $('large');
    const strip = make('div', { className: 'strip' });
    dialog.querySelector('strong').textContent = `${row.image}, ${row.organelle}`;
    dialog.querySelector('.strip').replaceWith(strip);
    zooming(strip, true);
    fill(strip, row);
    dialog.showModal();
  };
  $('large').onclose = () => $('large').querySelector('.strip').replaceChildren();

  // Sorting and filtering.
  let [sorted, direction] = ['', 1];
  const compare = (a, b) => {
    const [left, right] = [a[sorted], b[sorted]];
    if (left === undefined || right === undefined) return (left === undefined) - (right === undefined);
    return direction * (typeof left === 'number' ? left - right : left.localeCompare(right, 'en', { numeric: true }));
  };
  const heads = columns.map(column => {
    const button = make('button', {}, titles[column] || column);
    button.dataset.column = column;
    button.onclick = () => {
      direction = sorted === column ? -direction : 1;
      sorted = column;
      heads.forEach(head => head.removeAttribute('aria-sort'));
      button.setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
      update();
    };
    return button;
  });
  $('head').append(...heads.map((head, i) => make('span', { className: i < words.length ? '' : 'number' }, head)));
  const choices = (id, values) => {
    $(id).append(make('option', { value: '' }, 'all'), ...values.map(value => make('option', { value }, String(value))));
    $(id).onchange = update;
  };
  const valuesOf = column => [...new Set(rows.map(row => row[column]))].filter(value => value !== undefined).sort((a, b) => typeof a === 'number' ? a - b : a.localeCompare(b));
  choices('organelle', organelles);
  choices('modality', valuesOf('modality'));
  choices('deviation', valuesOf('deviation'));
  const flags = [...new Set(rows.flatMap(row => row.flags?.split(', ') ?? []))].sort();
  choices('flags', ['none', ...flags]);
  const flagged = row => ({ '': true, none: row.flags === undefined })[$('flags').value] ?? (row.flags ?? '').split(', ').includes($('flags').value);
  $('figure').append(...figures.map(figure => make('option', { value: figure }, figure)));
  for (const id of ['find', 'least', 'most', 'figure']) $(id).oninput = update;
  $('size').oninput = () => document.documentElement.style.setProperty('--box', $('size').value + 'px');
  function update() {
    const find = $('find').value.toLowerCase();
    const value = $('figure').value;
    const [least, most] = ['least', 'most'].map(id => $(id).value === '' ? undefined : +$(id).value);
    const wanted = rows.filter(row => row.image.toLowerCase().includes(find)
      && ['organelle', 'modality', 'deviation'].every(id => $(id).value === '' || String(row[id]) === $(id).value)
      && flagged(row)
      && (least === undefined || row[value] >= least) && (most === undefined || row[value] <= most));
    if (sorted) wanted.sort(compare);
    shown.forEach(section => near.unobserve(section));
    shown.clear();
    for (const row of wanted) shown.add(sections.get(row));
    for (const section of sections.values()) if (!shown.has(section)) section.querySelector('.strip').replaceChildren();
    $('list').replaceChildren(...shown);
    shown.forEach(section => near.observe(section));
    $('count').textContent = `${wanted.length} of ${rows.length} rows`;
    showMeans(wanted);
  }
  function showMeans(wanted) {
    const groups = new Map();
    for (const row of wanted) {
      for (const [modality, deviation] of [['all', 'all'], [row.modality ?? '?', 'all'], [row.modality ?? '?', row.deviation]]) {
        if (deviation === undefined) continue;
        const key = [row.organelle, modality, deviation].join('\n');
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(row);
      }
    }
    const order = (a, b) => (a === 'all' ? -1 : b === 'all' ? 1 : a.localeCompare(b, 'en', { numeric: true }));
    const keys = [...groups.keys()].map(key => key.split('\n'))
      .sort((a, b) => organelles.indexOf(a[0]) - organelles.indexOf(b[0]) || order(a[1], b[1]) || order(a[2], b[2]));
    const body = keys.map(key => {
      const members = groups.get(key.join('\n'));
      const means = figures.map(figure => {
        const values = members.map(row => row[figure]).filter(number => number !== undefined);
        return text(figure, values.length ? values.reduce((a, b) => a + b, 0) / values.length : undefined);
      });
      return make('tr', { className: key[1] === 'all' ? 'all' : '' }, ...[...key, members.length, ...means].map(cell => make('td', {}, String(cell))));
    });
    $('means').querySelector('thead').replaceChildren(make('tr', {}, ...['organelle', 'modality', 'out of focus', 'images', ...figures].map(name => make('th', {}, name))));
    $('means').querySelector('tbody').replaceChildren(...body);
  }
  update();
  document.documentElement.dataset.ready = 'yes';
})();
