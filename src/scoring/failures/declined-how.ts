/** A refusal is said first; later in a text the same words are usually quoted or about somebody else. */
const HEAD = 300;
/** What a shop's letter says it cannot do is no refusal to answer. */
const GOODS = '(?:refund|order|return|payment|exchange|claim|discount|replacement|delivery|receipt|invoice|quote)s?';
const ENGLISH_TASKS = [
  'help (?:you|with)|assist|comply|fulfill?|discuss|engage in|identify|determine|classify|analy[sz]e|extract|create|view',
  `provide(?! (?:you )?(?:with )?(?:an? |any |the |free )?(?:full |partial )?${GOODS}\\b)`,
  `do (?:that|this)|(?:answer|process|access|generate|complete) (?:that|this|the|your|such)(?! ${GOODS}\\b)`,
].join('|');
const ENGLISH_REGRETS = [
  "(?:i['’]?m|i am) (?:(?:very |so |really )?sorry|afraid)[^.!?\\n]{0,40}?",
  '(?:sorry|(?:i |we )?(?:do |sincerely |deeply )?apologi[sz]e|(?:my|our) (?:sincere )?apologies|unfortunately)(?: for [^.!?,\\n]{1,40})?[,.;]? (?:but )?',
].join('|');
/** "As an AI engineer, I cannot come" is a letter. */
const AI_PEOPLE =
  '(?:engineer|researcher|developer|scientist|student|expert|consultant|teacher|company|startup|team|lab)';
const KOREAN_TASKS =
  '도와\\s?(?:드릴|줄)|(?:답변|대답|제공|지원|응답)(?:해?\\s?드릴|할)|알려\\s?드릴|요청[^\\n]{0,12}할';
const CHINESE_TASKS =
  '提供|[协協]助|[帮幫](?:助|您|你|到)|回答|[满滿]足|完成|[识識][别別]|[处處]理|[讨討][论論]|生成|参与|[执執]行|分析|判[断斷]';
const SPANISH_TASKS = 'ayudar|proporcionar|responder|asistir|hacer eso|cumplir|identificar|analizar|generar|participar';
const FRENCH_TASKS = 'aider|fournir|répondre|assister|satisfaire|identifier|analyser|générer|participer|faire cela';
const GERMAN_TASKS = '(?:weiter)?helfen|(?:be)?antworten|unterstützen|bereitstellen|nachkommen|erfüllen|analysieren';

/**
 * "I'm sorry" alone is an ordinary answer of a support desk, and so are "we cannot refund" and "I cannot come on Monday": a refusal is the
 * speaker's own inability to do what models are asked for. Word lists for English, Korean, Chinese, Japanese, Spanish, French and German;
 * other languages stay silent.
 */
const REFUSALS: readonly RegExp[] = [
  new RegExp(
    `^(?:${ENGLISH_REGRETS})?i(?: (?:can['’]?t|cannot|can not)(?: and will not)?|['’]m (?:unable|not able) to| am (?:unable|not able) to| won['’]?t| will not| (?:must|have to) (?:respectfully |politely )?decline to)(?: be able to)? (?:${ENGLISH_TASKS})\\b`,
    'iu',
  ),
  /^i (?:do not|don['’]?t) have (?:enough|sufficient) (?:information|context|data|details) to (?:answer|assess|classify|decide|determine|identify|judge)\b/iu,
  new RegExp(
    `^(?:as|i['’]m(?: just| only)?|i am(?: just| only)?) an? (?:ai|artificial intelligence|large language|language|text-based)\\b(?! ${AI_PEOPLE})[^.\\n]{0,40}?\\bi(?: (?:can['’]?t|cannot|do not|don['’]?t)| am (?:unable|not able)|['’]m (?:unable|not able))`,
    'iu',
  ),
  new RegExp(
    `^(?:죄송(?:합니다|하지만|해요)|미안하지만)[^\\n]{0,60}?(?:(?:${KOREAN_TASKS}) 수(?:가|는)? 없|(?:답변|도움|제공|지원)[^.\\n]{0,12}(?:어렵습니다|불가능))`,
    'u',
  ),
  new RegExp(
    `^(?:很?抱歉|对不起|對不起|很遗憾|很遺憾)(?:[^\\n]{0,40}?[，,。！!\\s])?(?:但是?)?我?(?:无法|無法|不能|没办法|沒辦法)[^，。,\\n]{0,12}?(?:${CHINESE_TASKS})`,
    'u',
  ),
  /^(?:申し訳(?:ありません|ございません)|すみません|恐れ入りますが)[^\n]{0,60}?(?:お答え|お手伝い|お応え|ご?回答|ご?協力|支援|(?:情報|リクエスト|要求)[^。\n]{0,12}(?:提供|生成|処理))(?:すること)?[はがを]?(?:でき(?:ません|かねます|ない)|いたしかねます)/u,
  new RegExp(`^lo siento[^\\n]{0,40}?no (?:[tl]e |les |os )?(?:puedo|me es posible) (?:${SPANISH_TASKS})`, 'iu'),
  new RegExp(
    `^(?:je suis )?désolée?[^\\n]{0,40}?je ne (?:peux pas|suis pas (?:en mesure|capable) de) (?:vous |t['’]|te |y )?(?:${FRENCH_TASKS})`,
    'iu',
  ),
  new RegExp(
    `^(?:es )?tut mir leid[^\\n]{0,60}?\\bich\\b[^.\\n]{0,40}?\\b(?:kann|darf)\\b[^.\\n]{0,60}?\\b(?:nicht|keine?)\\b[^.\\n]{0,40}?(?:${GERMAN_TASKS})`,
    'iu',
  ),
];

const PICTURE = '(?:images?|pictures?|photos?|attachments?|screenshots?)';
const SENTENCE =
  '(?:^|[.!?,:;\\n]\\s*|\\b(?:but|however|unfortunately|(?:it )?(?:seems|appears|looks)(?: like| as if)?)(?: that)?,? )';
const GIVEN = 'provided|attached|uploaded|included|shared|given';

/**
 * Unable to see, none arrived, or asking for it. What a shop asks its customers for ("Please upload a photo of the box") is none of these:
 * a model asks for the image, to look at it itself. A bare "no image" in Korean, Chinese or Japanese must come first.
 */
const IMAGE_NOT_SEEN: readonly RegExp[] = [
  new RegExp(
    `\\bi(?: (?:can['’]?t|cannot|can not|don['’]?t|do not)(?: actually| currently)? (?:see|view|access|open|load|process|have (?:access to|(?:the ability|a way) to (?:see|view|process)))|['’]?(?:m| am) (?:unable|not able) to (?:see|view|access|open|load|process))\\b[^.\\n]{0,30}\\b${PICTURE}\\b`,
    'iu',
  ),
  new RegExp(`^unable to (?:see|view|process) (?:the |this |that |your |any )?${PICTURE}\\b`, 'iu'),
  new RegExp(
    `${SENTENCE}(?:there (?:is|was|appears to be|seems to be) )?no (?:image|picture|photo|attachment)s? (?:(?:was|is|were|has been|have been|is being) )?(?:${GIVEN})\\b`,
    'iu',
  ),
  new RegExp(
    `^(?:[^.!?\\n]{0,40}?\\b(?:but|however|unfortunately|seems|appears|looks)(?: like| as if)?(?: that)?,? )?(?:the|your) (?:image|picture)s? (?:(?:(?:was|is|were|are|has|have)(?: not|n['’]t)(?: been)?|not) (?:${GIVEN}|visible to me|accessible)|(?:did not|didn['’]t|failed to) (?:upload|load|come through)|(?:is|seems to be|appears to be) missing)(?=[.,;!]|$| (?:in|to|with) (?:your|the|this) (?:message|request|prompt|chat|conversation)\\b)`,
    'iu',
  ),
  /\byou (?:have not|haven['’]?t|didn['’]?t|did not) (?:provided?|attach(?:ed)?|uploaded?|included?|shared?)[^.\n]{0,16}\b(?:image|picture|photo)\b/iu,
  /^(?:(?:could|can|would) you )?please (?:provide|upload|attach|share|send)(?: me)?(?: with)? (?:the|an|your) (?:image|picture)\b(?=[.!?]|$| again\b| (?:so|and) (?:that )?i\b| (?:for me|you (?:want|would like))\b)/iu,
  /(?:이미지|사진)(?:를|을|가|이|은|는)?[^\n]{0,12}(?:볼 수 없|확인할 수 없|(?:제공|첨부|업로드)되지 않|보이지 않)|^(?:(?:제공|첨부|업로드)된 )?(?:이미지|사진)(?:가|이) 없(?:습니다|어요|네요)|^이미지를 (?:제공|업로드|첨부)해\s?주/u,
  /(?:无法|無法|看不到|没有看到|沒有看到|未能)[^\s，。,.]{0,8}(?:图片|图像|圖片|圖像|照片)|(?:图片|图像|圖片|圖像)[^\s，。,.]{0,6}(?:未提供|没有上传|沒有上傳|未上传|未上傳|未显示|未顯示|没有显示|沒有顯示)|^(?:[您你])?(?:没有|沒有|未)(?:提供|上传|上傳|收到|附上)(?:任何)?(?:图片|图像|圖片|圖像|照片)|^请(?:先)?(?:提供|上传)(?:图片|图像)/u,
  /(?:画像|写真)(?:が|を|は)?[^\n]{0,12}(?:見ることができません|見えません|確認できません|(?:添付|提供|アップロード)されていません)|^(?:(?:添付|提供)された)?(?:画像|写真)[がは](?:ありません|見つかりません)/u,
  /\bno (?:puedo|soy capaz de) (?:ver|acceder a|abrir|procesar|visualizar) (?:la|las|esta|tu|su|ninguna)?\s?(?:imagen|imágenes|foto)|\bno (?:se|has?) (?:ha |han )?(?:proporcionado|adjuntado|subido|incluido) (?:ninguna )?(?:imagen|foto)\b/iu,
  /\bje ne (?:peux pas|suis pas (?:en mesure|capable) de) (?:voir|accéder à|ouvrir|traiter|visualiser) (?:l['’]|cette |votre |les |d['’])(?:image|photo)|\baucune (?:image|photo) (?:n['’](?:a été|est) )?(?:fournie|jointe|téléchargée|transmise)/iu,
  /\bich (?:kann|konnte) (?:das|dieses|ihr|dein|die|keine?)\s?(?:bild|bilder|foto)\b(?: leider)?(?: nicht)? (?:sehen|öffnen|erkennen|anzeigen|ansehen|verarbeiten)|\b(?:wurde|ist|war) kein (?:bild|foto) (?:bereitgestellt|angehängt|hochgeladen|beigefügt|mitgeschickt)|\bich sehe kein (?:bild|foto)\b/iu,
];

/** The patterns above need one of these words; looking for them first spares most answers the patterns. */
const IMAGE_WORDS = [
  ...['image', 'picture', 'photo', 'attachment', 'screenshot', 'imágenes', 'foto', 'bild'],
  ...['이미지', '사진', '图', '圖', '照片', '画像', '写真'],
];

/** What the first words of an answer decline to do. Being told that no image arrived is the valuable one: it was lost on the way. */
export function declinedHow(answer: string): 'image-not-seen' | 'refusal' | null {
  const head = answer.slice(0, HEAD);
  const folded = head.toLowerCase();
  if (IMAGE_WORDS.some((word) => folded.includes(word)) && IMAGE_NOT_SEEN.some((pattern) => pattern.test(head)))
    return 'image-not-seen';
  return REFUSALS.some((pattern) => pattern.test(head)) ? 'refusal' : null;
}
