import { childOf, namesOf, parseXml, renderXml, textOf, XmlError, type Element } from './xml';

/** Namespace of the service; the Web Connector knows no other. */
export const NAMESPACE = 'http://developer.intuit.com/';

/** The eight methods of the Web Connector's service: their parameters and the type of what they answer. */
export const methods = {
  serverVersion: { parameters: [], result: 'string' },
  clientVersion: { parameters: ['strVersion'], result: 'string' },
  authenticate: { parameters: ['strUserName', 'strPassword'], result: 'strings' },
  connectionError: { parameters: ['ticket', 'hresult', 'message'], result: 'string' },
  sendRequestXML: {
    parameters: [
      'ticket',
      'strHCPResponse',
      'strCompanyFileName',
      'qbXMLCountry',
      'qbXMLMajorVers:int',
      'qbXMLMinorVers:int',
    ],
    result: 'string',
  },
  receiveResponseXML: { parameters: ['ticket', 'response', 'hresult', 'message'], result: 'int' },
  getLastError: { parameters: ['ticket'], result: 'string' },
  closeConnection: { parameters: ['ticket'], result: 'string' },
} as const satisfies Record<string, { parameters: readonly string[]; result: 'string' | 'strings' | 'int' }>;

export type Method = keyof typeof methods;
export interface SoapCall {
  method: Method;
  /** Missing parameters are empty, as the service's schema allows. */
  argument(name: string): string;
}

/** Reads a SOAP 1.1 request. @throws XmlError */
export function readCall(envelope: string): SoapCall {
  const body = childOf(childOf(parseXml(envelope, 'drop'), 'Envelope'), 'Body');
  const [method] = body ? namesOf(body) : [];
  if (!body || !method) throw new XmlError('This is not a SOAP request');
  if (!Object.hasOwn(methods, method)) throw new XmlError(`There is no method ${method}`);
  const parameters = childOf(body, method);
  return { method: method as Method, argument: (name) => textOf(parameters, name) ?? '' };
}

const envelope = (body: Element): string =>
  '<?xml version="1.0" encoding="utf-8"?>' +
  renderXml(['soap:Envelope', [['soap:Body', [body]]], { 'xmlns:soap': 'http://schemas.xmlsoap.org/soap/envelope/' }]);

export type SoapResult = string | number | string[];

/** A method's answer. An empty text is written out: to the Web Connector it means something. */
export function writeResult(method: Method, result: SoapResult): string {
  const content: Element[] | string = Array.isArray(result)
    ? result.map((text): Element => ['string', text === '' ? [] : text])
    : String(result);
  const element: Element = [`${method}Result`, content === '' ? [] : content];
  return envelope([`${method}Response`, [element], { xmlns: NAMESPACE }]);
}

export const writeFault = (side: 'Client' | 'Server', message: string): string =>
  envelope([
    'soap:Fault',
    [
      ['faultcode', `soap:${side}`],
      ['faultstring', message],
    ],
  ]);

/** The service's description, served at `?wsdl`: SOAP 1.1, document/literal wrapped. */
export function writeWsdl(url: string): string {
  const names = Object.keys(methods) as Method[];
  const optional = { minOccurs: '0', maxOccurs: '1' };
  const parameter = (text: string): Element => {
    const [name = '', type = 'string'] = text.split(':');
    return ['s:element', [], { ...optional, ...(type === 'int' ? { minOccurs: '1' } : {}), name, type: `s:${type}` }];
  };
  const result = (method: Method): Element => {
    const kind: 'string' | 'strings' | 'int' = methods[method].result;
    const type = kind === 'strings' ? 'tns:ArrayOfString' : `s:${kind}`;
    const occurs = kind === 'int' ? { ...optional, minOccurs: '1' } : optional;
    return ['s:element', [], { ...occurs, name: `${method}Result`, type }];
  };
  const wrapper = (name: string, children: Element[]): Element => [
    's:element',
    [['s:complexType', [['s:sequence', children]]]],
    { name },
  ];
  const strings: Element = [
    's:element',
    [],
    { minOccurs: '0', maxOccurs: 'unbounded', name: 'string', nillable: 'true', type: 's:string' },
  ];
  const literal: Element = ['soap:body', [], { use: 'literal' }];
  const port = 'WebConnectorSoap';

  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    renderXml([
      'wsdl:definitions',
      [
        [
          'wsdl:types',
          [
            [
              's:schema',
              [
                ...names.flatMap((name): Element[] => [
                  wrapper(name, methods[name].parameters.map(parameter)),
                  wrapper(`${name}Response`, [result(name)]),
                ]),
                ['s:complexType', [['s:sequence', [strings]]], { name: 'ArrayOfString' }],
              ],
              { elementFormDefault: 'qualified', targetNamespace: NAMESPACE },
            ],
          ],
        ],
        ...names.flatMap((name) =>
          (['In', 'Out'] as const).map((way): Element => [
            'wsdl:message',
            [['wsdl:part', [], { name: 'parameters', element: `tns:${name}${way === 'In' ? '' : 'Response'}` }]],
            { name: `${name}Soap${way}` },
          ]),
        ),
        [
          'wsdl:portType',
          names.map((name): Element => [
            'wsdl:operation',
            [
              ['wsdl:input', [], { message: `tns:${name}SoapIn` }],
              ['wsdl:output', [], { message: `tns:${name}SoapOut` }],
            ],
            { name },
          ]),
          { name: port },
        ],
        [
          'wsdl:binding',
          [
            ['soap:binding', [], { transport: 'http://schemas.xmlsoap.org/soap/http' }],
            ...names.map((name): Element => [
              'wsdl:operation',
              [
                ['soap:operation', [], { soapAction: `${NAMESPACE}${name}`, style: 'document' }],
                ['wsdl:input', [literal]],
                ['wsdl:output', [literal]],
              ],
              { name },
            ]),
          ],
          { name: port, type: `tns:${port}` },
        ],
        [
          'wsdl:service',
          [['wsdl:port', [['soap:address', [], { location: url }]], { name: port, binding: `tns:${port}` }]],
          { name: 'WebConnector' },
        ],
      ],
      {
        'xmlns:wsdl': 'http://schemas.xmlsoap.org/wsdl/',
        'xmlns:soap': 'http://schemas.xmlsoap.org/wsdl/soap/',
        'xmlns:s': 'http://www.w3.org/2001/XMLSchema',
        'xmlns:tns': NAMESPACE,
        targetNamespace: NAMESPACE,
      },
    ])
  );
}
