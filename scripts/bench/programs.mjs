// The programs that are compared: ours, one that does nothing with the same data, and ones as users write them by hand.

/** Set in the environment of a step whose program declares the changed numbers. */
export const CHANGED = { BENCH_CHANGED: "true" };

/**
 * A list of numbers as an expression of JavaScript. Changed, one number in 200 gives way to its neighbour: half of 1 % is
 * removed and half of 1 % added, all over the list.
 * @param {number} count
 * @param {number} from the first one
 */
export function numbersExpression(count, from = 10_020_000_000) {
  const odd = "(process.env.BENCH_CHANGED && at % 200 === 100 ? 1 : 0)";
  return `Array.from({ length: ${count} }, (_, at) => String(${from} + 2 * at + ${odd}))`;
}

/** The files of a program with our resources. @param {string} body */
export function ours(body) {
  const names = "ApigGroup, AxgGroup, AxgGroupNumbers, DeviceVirtualGroup, RamGroup, TimeType";
  return { "index.js": `const { ${names} } = require("pulumi-cloud-groups");\n${body}` };
}

/** A provider that takes whatever it is given and does nothing with it: the least that Pulumi itself takes. */
const NOTHING = `
  const inputs = (_olds, news) => ({ inputs: news, failures: [] });
  module.exports = {
    check: inputs, diff: () => ({}), create: (news) => ({ id: "nothing", outs: news }),
    read: (id, props) => ({ id, props }), update: (_id, _olds, news) => ({ outs: news }), delete: () => {},
  };
`;

/** The files of a program with resources that do nothing. @param {string} body */
export function nothing(body) {
  const program = `
    const pulumi = require("@pulumi/pulumi");
    class Nothing extends pulumi.CustomResource {
      constructor(name, args) {
        const __provider = 'exports.handler=()=>require(process.cwd()+"/nothing.js");';
        super("pulumi-nodejs:dynamic/bench:Nothing", name, { ...args, __provider });
      }
    }
    ${body}
  `;
  return { "index.js": program, "nothing.js": NOTHING };
}

/** What is not in an array, as users write it: the quick way, and the one that takes a moment's thought. */
const MISSING = {
  includes: "(from, to) => to.filter((number) => !from.includes(number))",
  Set: "(from, to) => { const known = new Set(from); return to.filter((number) => !known.has(number)); }",
};

/**
 * The files of a program with a resource as a user writes it by hand: an array, compared number by number. It calls nothing.
 * @param {keyof typeof MISSING} lookup
 * @param {string} args
 */
export function byHand(lookup, args) {
  const program = `
    const pulumi = require("@pulumi/pulumi");
    const missing = ${MISSING[lookup]};
    async function send(operateType, numbers) {}
    async function sendAll(operateType, numbers) {
      for (let at = 0; at < numbers.length; at += 200) await send(operateType, numbers.slice(at, at + 200));
    }
    const provider = {
      async create(inputs) {
        await sendAll("addNumbers", inputs.numbers);
        return { id: "by-hand", outs: inputs };
      },
      async diff(_id, olds, news) {
        const added = missing(olds.numbers, news.numbers);
        const deleted = missing(news.numbers, olds.numbers);
        return { changes: added.length + deleted.length > 0 };
      },
      async update(_id, olds, news) {
        await sendAll("addNumbers", missing(olds.numbers, news.numbers));
        await sendAll("deleteNumbers", missing(news.numbers, olds.numbers));
        return { outs: news };
      },
    };
    class ByHand extends pulumi.dynamic.Resource {
      constructor(name, args) {
        super(provider, name, args);
      }
    }
    new ByHand("n", { ${args} });
  `;
  return { "index.js": program };
}
