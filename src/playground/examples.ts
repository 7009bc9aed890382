import type { GivenText } from './messages.js'

/** Pairs to begin with, by the value of their button. */
export const EXAMPLES: Readonly<Record<string, readonly [a: GivenText, b: GivenText]>> = {
  english: [
    {
      name: 'as scanned',
      source:
        'THE LODGE. – On Monday, 14 May, the oﬃcers of the lodge were in¬\nstalled by the Grand Master himself. He congratulated them vvarmly ' +
        'on the the increase of members; a well known singer per\nformed.\n\nThe modem comer of the harbour was bu1lt by tbe engineers of the town in ' +
        'the fummer of 1899.',
    },
    {
      name: 'as printed',
      source:
        'On Monday, 15 May, the officers of the lodge were installed by the Grand Master himself. He congratulated them warmly on the ' +
        'increase of members; a well-known singer performed.\n\nThe modern corner of the harbour was built by the engineers of the town in ' +
        'the summer of 1899.',
    },
  ],
  chinese: [
    {
      name: '扫描',
      source:
        '重庆高新区飞鸟创新研究院、哈尔滨工业大学重庆研究院、中科院计算技术西部研究院、英特尔FP-GA中国创新中心等多家研发机构参展，发布多项先进科技产品。\n' +
        '为本交流对接和科技成果转化转化等，提供专业化配套服务。部级以上科研平台330个，其中有21个国家级平台。',
    },
    {
      name: '网页',
      source:
        '重庆高新区飞马创新研究院、哈尔滨工业大学重庆研究院、中科计算技术西部研究院、英特尔FPGA中国创新中心等多家研发机构参展，\n\n发布多项先进科技产品。\n' +
        '为本交流对接和科技成果转移转化等，提供专业化配套服务。部级以上科研平台350个、其中有21个国家级平台。',
    },
  ],
}
