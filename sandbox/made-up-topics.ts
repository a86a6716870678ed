import { type Topic, topic } from './made-up-topic.ts';
import { MORE_TOPICS } from './made-up-topics-more.ts';

/** What a demo is likely to search for. */
export const TOPICS: readonly Topic[] = [
  ...MORE_TOPICS,
  topic(
    'sepsis',
    ['sepsis', '脓毒症'],
    [
      ['Sepsis', 'D018805'],
      ['Shock, Septic', 'D012772'],
    ],
    [
      'sepsis | 脓毒症\nseptic shock | 感染性休克\nlactate | 乳酸',
      'adults | 成人\nolder patients | 老年\nneonates | 新生儿\npatients with cirrhosis | 合并肝硬化的',
      `early norepinephrine | 早期去甲肾上腺素
      balanced crystalloids | 平衡晶体液
      hydrocortisone plus fludrocortisone | 氢化可的松联合氟氢可的松
      procalcitonin-guided therapy | 降钙素原指导治疗
      capillary refill time-targeted resuscitation | 毛细血管再充盈时间导向复苏
      Xuebijing injection | 血必净注射液`,
      '28-day mortality | 28天病死率\nacute kidney injury | 急性肾损伤\nvasopressor-free days | 无血管活性药物天数\nlactate clearance | 乳酸清除率',
    ],
  ),
  topic(
    'stroke',
    ['acute ischemic stroke', '急性缺血性脑卒中'],
    [
      ['Stroke', 'D020521'],
      ['Ischemic Stroke', 'D000083242'],
    ],
    [
      'ischemic stroke | 缺血性脑卒中\nthrombectomy | 血管内治疗\nthrombolysis | 溶栓',
      'adults | 成人\npatients with atrial fibrillation | 合并房颤的\npatients older than 80 years | 80岁以上\nwomen | 女性',
      `endovascular thrombectomy | 血管内取栓
      intravenous tenecteplase | 静脉替奈普酶
      remote ischemic conditioning | 远隔缺血适应
      mobile stroke units | 移动卒中单元
      dual antiplatelet therapy | 双联抗血小板治疗
      butylphthalide | 丁苯酞`,
      'functional independence at 90 days | 90天功能独立\nsymptomatic intracranial hemorrhage | 症状性颅内出血\ninfarct growth | 梗死灶扩大\npost-stroke depression | 卒中后抑郁',
    ],
  ),
  topic(
    'diabetes',
    ['type 2 diabetes', '2型糖尿病'],
    [
      ['Diabetes Mellitus, Type 2', 'D003924'],
      ['Diabetes Complications', 'D048909'],
    ],
    [
      'type 2 diabetes | 2型糖尿病\nglycemic control | 血糖控制\ninsulin resistance | 胰岛素抵抗',
      'adults with obesity | 肥胖\nrural residents | 农村\npatients with chronic kidney disease | 合并慢性肾脏病的\nadolescents | 青少年',
      `semaglutide | 司美格鲁肽
      continuous glucose monitoring | 持续葡萄糖监测
      SGLT2 inhibitors | SGLT2抑制剂
      time-restricted eating | 限时进食
      once-weekly insulin icodec | 每周一次依柯胰岛素
      berberine | 小檗碱`,
      'glycated hemoglobin | 糖化血红蛋白\ndiabetic retinopathy | 糖尿病视网膜病变\nmajor adverse kidney events | 主要肾脏不良事件\nweight loss | 体重下降',
    ],
  ),
  topic(
    'lung cancer',
    ['non-small cell lung cancer', '非小细胞肺癌'],
    [
      ['Lung Neoplasms', 'D008175'],
      ['Carcinoma, Non-Small-Cell Lung', 'D002289'],
    ],
    [
      'lung cancer | 肺癌\nimmunotherapy | 免疫治疗\nEGFR | 表皮生长因子受体',
      'never smokers | 不吸烟\npatients with brain metastases | 脑转移\nolder adults | 老年\npatients with resectable disease | 可切除',
      `neoadjuvant pembrolizumab | 新辅助帕博利珠单抗
      osimertinib | 奥希替尼
      stereotactic body radiotherapy | 立体定向放疗
      segmentectomy | 肺段切除术
      circulating tumor DNA monitoring | 循环肿瘤DNA监测
      low-dose CT screening | 低剂量CT筛查`,
      'progression-free survival | 无进展生存期\npathological complete response | 病理完全缓解\noverall survival | 总生存期\nimmune-related pneumonitis | 免疫相关肺炎',
    ],
  ),
  topic(
    'heart failure',
    ['heart failure', '心力衰竭'],
    [
      ['Heart Failure', 'D006333'],
      ['Stroke Volume', 'D013318'],
    ],
    [
      'heart failure | 心力衰竭\nejection fraction | 射血分数\nnatriuretic peptide | 利钠肽',
      'patients with preserved ejection fraction | 射血分数保留的\nfrail older adults | 衰弱老年\npatients with iron deficiency | 合并铁缺乏的\npatients with obesity | 肥胖',
      `dapagliflozin | 达格列净
      intravenous ferric carboxymaltose | 静脉羧基麦芽糖铁
      sacubitril/valsartan | 沙库巴曲缬沙坦
      remote pulmonary artery pressure monitoring | 远程肺动脉压监测
      cardiac rehabilitation | 心脏康复
      Qiliqiangxin capsules | 芪苈强心胶囊`,
      'rehospitalization | 再住院\ncardiovascular death | 心血管死亡\nsix-minute walk distance | 6分钟步行距离\nworsening renal function | 肾功能恶化',
    ],
  ),
];
