import { type Topic, topic } from './made-up-topic.ts';

export const MORE_TOPICS: readonly Topic[] = [
  topic(
    'antibiotic resistance',
    ['carbapenem-resistant Klebsiella pneumoniae infection', '耐碳青霉烯肺炎克雷伯菌感染'],
    [
      ['Drug Resistance, Bacterial', 'D024881'],
      ['Klebsiella pneumoniae', 'D007711'],
    ],
    [
      'antibiotic resistance | 抗生素耐药\nantimicrobial stewardship | 抗菌药物管理\nwhole-genome sequencing | 全基因组测序',
      'transplant recipients | 移植受者\nhospitalized adults | 住院成人\nchildren | 儿童\npatients with neutropenia | 粒细胞缺乏',
      `ceftazidime-avibactam | 头孢他啶阿维巴坦
      colistin combination therapy | 多黏菌素联合治疗
      rapid metagenomic sequencing | 快速宏基因组测序
      antimicrobial stewardship audits | 抗菌药物管理审查
      phage therapy | 噬菌体治疗
      contact precautions | 接触隔离`,
      '30-day mortality | 30天病死率\nmicrobiological clearance | 微生物清除\nspread of resistance genes | 耐药基因传播\nlength of stay | 住院时间',
    ],
  ),
  topic(
    'Alzheimer disease',
    ['Alzheimer disease', '阿尔茨海默病'],
    [
      ['Alzheimer Disease', 'D000544'],
      ['Cognitive Dysfunction', 'D060825'],
    ],
    [
      'Alzheimer disease | 阿尔茨海默病\namyloid | 淀粉样蛋白\nplasma p-tau217 | 血浆p-tau217',
      'adults with mild cognitive impairment | 轻度认知障碍\nAPOE ε4 carriers | APOE ε4携带者\ncommunity-dwelling older people | 社区老年\nfamily caregivers of people | 家庭照护者照护的',
      `lecanemab | 仑卡奈单抗
      plasma p-tau217 testing | 血浆p-tau217检测
      aerobic exercise | 有氧运动
      hearing aids | 助听器
      40 Hz sensory stimulation | 40 Hz感觉刺激
      tau PET imaging | tau PET成像`,
      'cognitive decline | 认知下降\namyloid-related imaging abnormalities | 淀粉样蛋白相关影像异常\nhippocampal atrophy | 海马萎缩\ncaregiver burden | 照护者负担',
    ],
  ),
  topic(
    'intensive care',
    ['acute respiratory distress syndrome', '急性呼吸窘迫综合征'],
    [
      ['Respiratory Distress Syndrome', 'D012128'],
      ['Intensive Care Units', 'D007362'],
    ],
    [
      'intensive care | 重症监护\nmechanical ventilation | 机械通气\ncritical illness | 危重症',
      'mechanically ventilated adults | 机械通气成人\npatients in intensive care units | ICU\nchildren in intensive care | 儿童重症\nimmunocompromised patients | 免疫抑制',
      `awake prone positioning | 清醒俯卧位
      high-flow nasal oxygen | 经鼻高流量氧疗
      dexmedetomidine sedation | 右美托咪定镇静
      early mobilization | 早期活动
      venovenous ECMO | 静脉-静脉体外膜肺氧合
      low tidal volume ventilation | 小潮气量通气`,
      'ventilator-free days | 无呼吸机天数\nICU mortality | ICU病死率\ndelirium | 谵妄\nextubation failure | 拔管失败',
    ],
  ),
  topic(
    'AI in imaging',
    ['pulmonary nodules on chest CT', '胸部CT肺结节'],
    [
      ['Artificial Intelligence', 'D001185'],
      ['Deep Learning', 'D000077321'],
    ],
    [
      'artificial intelligence | 人工智能\ndeep learning | 深度学习\nmedical imaging | 医学影像',
      'screening participants | 筛查人群\nemergency patients | 急诊\nwomen with dense breasts | 致密型乳腺女性\npatients at rural hospitals | 基层医院',
      `a deep learning triage system | 深度学习分诊系统
      a vision-language foundation model | 视觉语言基础模型
      radiomics | 影像组学
      AI-assisted double reading | 人工智能辅助双人阅片
      federated learning | 联邦学习
      a large language model for report generation | 大语言模型报告生成`,
      'diagnostic accuracy | 诊断准确性\nreading time | 阅片时间\ninterval cancers | 间期癌\ninter-reader agreement | 阅片者间一致性',
    ],
  ),
  topic(
    'traditional Chinese medicine',
    ['chronic insomnia', '慢性失眠'],
    [
      ['Medicine, Chinese Traditional', 'D008516'],
      ['Drugs, Chinese Herbal', 'D004365'],
    ],
    [
      'traditional Chinese medicine | 中医药\nacupuncture | 针刺\nnetwork pharmacology | 网络药理学',
      'perimenopausal women | 围绝经期女性\nolder adults | 老年\npatients on hemodialysis | 血液透析\ncancer survivors | 肿瘤幸存者',
      `electroacupuncture | 电针
      Suanzaoren decoction | 酸枣仁汤
      Baduanjin exercise | 八段锦
      auricular acupressure | 耳穴压豆
      Guipi decoction | 归脾汤
      moxibustion | 艾灸`,
      'sleep quality | 睡眠质量\nfatigue | 疲乏\nserum melatonin | 血清褪黑素\nquality of life | 生活质量',
    ],
  ),
];
