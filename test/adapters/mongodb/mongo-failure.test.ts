import {expect} from 'chai';
import {
  MongoBulkWriteError,
  MongoNetworkError,
  MongoParseError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import {clientOptions, databaseName, databaseOptions, TIMEOUTS} from '../../../src/adapters/mongodb/client-options.ts';
import {isPassing, mongoFailure} from '../../../src/adapters/mongodb/mongo-failure.ts';
import {Failure} from '../../../src/application/failure.ts';

const SECRET = 'hunter2';
const IIN = '900101300012';

const broken = (code: string) => Object.assign(new Error(`write ${code}`), {code});
const server = (code: number, message = '') => new MongoServerError({message, code, ok: 0});

describe('errors of MongoDB', () => {
  it('may pass when a connection broke, bare or not, or when the server changes its state', () => {
    for (const error of [
      new MongoNetworkError('connection 3 to h:1 closed'),
      broken('EPIPE'),
      broken('ECONNRESET'),
      ...[91, 112, 189, 10107, 11600, 11602, 13435].map((code) => server(code)),
      new MongoServerError({message: '', code: 1, errorLabels: ['RetryableWriteError']}),
    ])
      expect(isPassing(error), error.message).to.equal(true);
  });

  it('do not pass when they are faults of the request, of the user or of this program', () => {
    const failure = new Failure('unreachable', 'told already');
    for (const error of [
      server(11000),
      server(13),
      server(18),
      server(10334),
      broken('ENOENT'),
      new TypeError('x'),
      failure,
    ])
      expect(isPassing(error), String(error)).to.equal(false);
  });

  it('keep every text of the server and of documents to themselves', () => {
    const data = `E11000 dup key: {iin: "${IIN}", uri: "mongodb://u:${SECRET}@h"}`;
    const errors = [
      server(11000, data),
      server(13, data),
      server(18, data),
      server(8, data),
      new MongoBulkWriteError({message: data, code: 11000, writeErrors: []}, {} as never),
      new MongoParseError(`Invalid connection string "mongodb://u:${SECRET}@h"`),
      new MongoNetworkError(`no answer from mongodb://u:${SECRET}@h/ about ${IIN}`),
    ];
    for (const error of errors) {
      const failure = mongoFailure(error) as Failure;
      expect(failure).to.be.instanceOf(Failure);
      const said = [failure.message, failure.advice, failure.stack, failure.cause].join();
      expect(said.includes(SECRET) || said.includes(IIN), 'something was said').to.equal(false);
    }
  });

  it('advise a person', () => {
    const advised = (error: unknown) => {
      const {kind, message, advice} = mongoFailure(error) as Failure;
      return [kind, message, advice?.split(' ')[0]];
    };
    const refused = new MongoServerSelectionError('connect ECONNREFUSED 127.0.0.1:1', {} as never);
    expect(advised(refused)).to.deep.equal([
      'unreachable',
      'MongoDB does not answer (connect ECONNREFUSED 127.0.0.1:1)',
      'see',
    ]);
    expect(advised(server(18))).to.deep.equal([
      'unreachable',
      'MongoDB refuses the login (MongoServerError 18)',
      'mend',
    ]);
    expect(advised(server(13))).to.deep.equal(['unreachable', 'MongoDB refuses access (MongoServerError 13)', 'grant']);
    expect(advised(new MongoParseError('option foo is not supported'))).to.deep.equal([
      'configuration',
      'MONGODB_URI is not understood (option foo is not supported)',
      'mend',
    ]);
  });

  it('leave what is not of the driver as it was', () => {
    const own = new TypeError('a bug');
    expect(mongoFailure(own)).to.equal(own);
  });
});

describe('the options of the client', () => {
  it('find the database in the path, or take the default', () => {
    for (const [uri, name] of [
      ['mongodb://h', 'softcollection'],
      ['mongodb://h/', 'softcollection'],
      ['mongodb://h?authSource=a/b', 'softcollection'],
      ['mongodb://u:p@a:1,b:2/?replicaSet=rs', 'softcollection'],
      ['mongodb://u:p@a:1,b:2/bank?replicaSet=rs', 'bank'],
      ['mongodb+srv://h.kz/soft%2Dcollection', 'soft-collection'],
    ])
      expect(databaseName(uri!), uri).to.equal(name);
  });

  it('bound every wait, and the server gives up before the driver', () => {
    const {serverSelectionTimeoutMS, connectTimeoutMS, waitQueueTimeoutMS, socketTimeoutMS} = clientOptions(TIMEOUTS);
    for (const ms of [serverSelectionTimeoutMS, connectTimeoutMS, waitQueueTimeoutMS, socketTimeoutMS])
      expect(ms).to.be.within(1, 10_000);
    expect(databaseOptions(TIMEOUTS).writeConcern).to.deep.equal({w: 'majority', journal: true, wtimeoutMS: 8_000});
  });
});
