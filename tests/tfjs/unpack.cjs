// Makes a TensorFlow.js model's files of nsfwjs' modules, in which they are JavaScript:
//   node unpack.cjs folder-of-modules folder          reads model.min.js and the weights' files it names, writes model.json and the weights' files
const fs = require('fs'), path = require('path'), vm = require('vm');
const [from, to] = process.argv.slice(2);

// A module of data needs nothing from around it, and gets nothing.
function read(name) {
  const module = { exports: {} };
  vm.runInNewContext(fs.readFileSync(path.join(from, `${name}.min.js`), 'utf8'), { module, exports: module.exports });
  return module.exports;
}

const model = read('model');
for (const name of model.weightsManifest.flatMap(group => group.paths)) fs.writeFileSync(path.join(to, name), Buffer.from(read(name), 'base64'));
fs.writeFileSync(path.join(to, 'model.json'), JSON.stringify(model));
