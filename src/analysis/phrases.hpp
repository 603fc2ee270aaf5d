#pragma once

#include "analysis/signal.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace signalbox {

// The phrases of the lexicon: lower-case words or pairs of words, separated by bars. A word of another
// language stands with the signal that its English sibling has. Several lines may feed one signal.
// Neighbouring ideographs are pairs without a space; punctuation and hyphens separate words.
struct PhraseList {
    Signal signal{};
    std::string_view phrases;
};

inline constexpr auto phrases = std::to_array<PhraseList>({
    {Signal::make,
     "write|create|implement|build|make|generate|develop|code up|program me|craft|compose|draft|produce|"
     "construct|add|give me|provide|schreib|schreibe|erstelle|implementiere|baue|entwickle|écris|rédige|"
     "crée|implémente|escribe|crea|implementa|genera|напиши|создай|реализуй|сделай|写|创建|实现|生成|"
     "書い|作っ|作成|実装"},
    {Signal::code_thing,
     "function|functions|class|classes|method|methods|algorithm|algorithms|script|scripts|program|programs|code|"
     "codebase|api|apis|endpoint|regex|regexp|sort|sorting|sorts|quicksort|mergesort|heapsort|bubblesort|merge sort|"
     "binary search|binary tree|linked list|hash map|hashmap|hash table|stack|queue|array|arrays|loop|recursion|"
     "recursive|unit test|unit tests|compiler|parser|interpreter|refactor|refactoring|struct|interface|variable|"
     "pointer|string|strings|integer|boolean|json|xml|yaml|csv|database|schema|query|queries|snippet|library|"
     "framework|frontend|backend|webpage|website|web app|component|cli|command line|daemon|middleware|crud|rest|"
     "graphql|webhook|oauth|jwt|repository|commit|branch|pull request|makefile|dockerfile|deployment|pipeline|module|"
     "package|dependency|iterator|closure|lambda|generator|decorator|coroutine|thread|mutex|cache|server|client|"
     "software|developer|programming|coding|implementation|web server|input validation"},
    {Signal::code_thing,
     "funktion|klasse|algorithmus|programm|quelltext|sortierung|sortieralgorithmus|sortierfunktion|"
     "fonction|algorithme|classe|programme|tri|función|funcion|algoritmo|programa|clase|"
     "ordenamiento|функцию|функция|алгоритм|алгоритма|программу|код|класс|сортировки|сортировку|"
     "函数|代码|程序|算法|排序|接口|数据库|関数|コード|コー|プロ|アル|クラ|ソー"},
    {Signal::language,
     "python|java|javascript|typescript|c++|c#|rust|golang|in go|sql|mysql|postgres|postgresql|sqlite|mongodb|redis|"
     "bash|shell|powershell|html|css|php|ruby|kotlin|swift|scala|haskell|perl|matlab|lua|elixir|erlang|clojure|"
     "fortran|cobol|assembly|webassembly|react|angular|vue|svelte|django|flask|fastapi|express|node|nodejs|npm|rails|"
     "spring boot|laravel|pandas|numpy|pytorch|tensorflow|linux|docker|kubernetes|git|github|terraform|ansible|nginx|"
     "cmake|gcc|clang|llvm|webpack|vite|jquery|tailwind|arduino|verilog|vhdl|solidity|unity|excel formula|vba|latex|"
     "tikz|ffmpeg|regex101"},
    {Signal::debug,
     "debug|debugging|bug|bugs|fix|fixes|fixing|error|errors|exception|exceptions|traceback|stack trace|stacktrace|"
     "crash|crashes|crashing|segfault|segmentation fault|not working|doesn't work|not work|doesn't compile|"
     "undefined|null pointer|nullpointerexception|typeerror|syntaxerror|valueerror|deadlock|memory leak|fehler|"
     "behebe|erreur|corrige|depura|ошибка|ошибку|исправь|错误|调试|修复|エラ|バグ"},
    {Signal::engineering,
     "distributed|concurrent|concurrency|lock free|wait free|thread safe|multithreaded|multithreading|rate limiter|"
     "rate limiting|consensus|raft|paxos|scalable|scalability|microservice|microservices|architecture|fault tolerant|"
     "fault tolerance|high availability|kernel|driver|cryptography|cryptographic|encryption|race condition|"
     "race conditions|optimize|optimise|optimization|performance|latency|throughput|sharding|replication|"
     "load balancer|event sourcing|garbage collector|lexer|linearizable|linearizability|transaction isolation|"
     "eventual consistency|zero copy|simd|gpu|cuda|verteilt|verteilten|verteiltes|nebenläufig|skalierbar|distribué|"
     "concurrente|distribuido|escalable|распределенный|распределённый|распределённую|分布|并发|分散|並行"},
    {Signal::design,
     "design|designs|architect|strategy|roadmap|propose|proposal|plan|entwirf|entwerfe|konzipiere|"
     "conçois|concevoir|diseña|diseñar|спроектируй|разработай|设计|架构|設計"},
    {Signal::proof,
     "prove|proof|proofs|theorem|lemma|corollary|derive|derivation|show that|induction|contradiction|"
     "rigorously|rigorous|formally|axiom|axioms|if and|beweise|beweis|beweisen|prouve|prouver|démontre|"
     "démontrer|preuve|demuestra|demostrar|докажи|доказать|доказательство|证明|推导|証明"},
    {Signal::math,
     "solve|what "
     "value|largest|smallest|slope|arithmetic|cubes|equation|equations|integral|integrate|derivative|differentiate|"
     "calculate|compute|probability|matrix|"
     "matrices|eigenvalue|eigenvalues|polynomial|triangle|percent|percentage|ratio|velocity|acceleration|angle|"
     "logarithm|factorial|remainder|modulo|prime|sum of|product of|average|median|variance|standard deviation|"
     "how many|how much|altogether|in total|twice|area of|volume of|perimeter|radius|interest rate|determine|"
     "calcule|calculer|berechne|löse|résous|équation|resuelve|calcula|ecuación|реши|вычисли|уравнение|计算|求解|"
     "方程|計算|解い"},
    {Signal::compare,
     "compare|comparison|contrast|trade offs|trade off|tradeoffs|tradeoff|pros and|cons|versus|vs|"
     "advantages|disadvantages|better than|which is|evaluate|assess|rank|weigh|vergleiche|vergleich|"
     "comparer|comparez|compara|comparar|сравни|сравнить|比较|对比|比較"},
    {Signal::analyze,
     "analyze|analyse|analysis|examine|investigate|critique|criticize|review|interpret|classify|"
     "categorize|identify|infer|diagnose|forecast|predict|estimate|implications|root cause|sentiment|"
     "insights|analysiere|untersuche|bewerte|examine les|analiza|evalúa|проанализируй|"
     "анализ|分析|评估|評価"},
    {Signal::condense,
     "summarize|summarise|summary|summarization|tldr|tl|paraphrase|rewrite|rephrase|proofread|extract|"
     "key points|main points|outline|correct the|grammar|shorten|simplify|zusammenfassung|fasse|"
     "résume|résumé|resume|resume el|resumen|кратко|резюме|总结|概括|要約"},
    {Signal::translate,
     "translate|translation|übersetze|übersetzung|traduis|traduire|traduction|traduce|traducir|"
     "переведи|перевод|翻译|翻訳"},
    {Signal::fact,
     "what|which|whom|what is|what's|whats|what are|what was|what were|who|whose|who is|who was|who wrote|who won|when|"
     "when did|when was|where|where is|where was|which country|which year|what year|capital of|define|"
     "definition|meaning of|name the|name of|how old|how tall|how far|how long|how big|population of|"
     "it true|wer|wann|wo|was ist|hauptstadt|hauptstadt von|qui|quand|où|quelle est|quel est|capitale|"
     "quién|cuándo|dónde|qué es|cuál es|capital de|кто|когда|где|что такое|столица|什么|谁|哪里|首都|"
     "誰|何|どこ|いつ"},
    {Signal::explain,
     "explain|explanation|why|how does|how do|how did|how can|how is|how to|describe|"
     "difference between|what causes|what happens|teach me|erkläre|erklär|warum|wieso|wie "
     "funktioniert|beschreibe|explique|expliquer|pourquoi|comment|décris|explica|por qué|cómo|"
     "describe el|объясни|почему|зачем|опиши|解释|为什|为何|如何|説明|なぜ|どう"},
    {Signal::science,
     "history|historical|physics|quantum|biology|chemistry|economics|economic|philosophy|psychology|sociology|"
     "astronomy|geology|geography|politics|political|war|empire|century|president|king|queen|revolution|evolution|"
     "photosynthesis|relativity|thermodynamics|molecule|molecules|protein|dna|cell|cells|species|planet|galaxy|"
     "climate|religion|culture|literature|research|study|studies|theory|scientific|science|scientist|entanglement|"
     "state of|paper|papers|evidence|geschichte der|histoire de|historia de|история|физика|历史|物理|歴史"},
    {Signal::expert,
     "court|plaintiff|defendant|statute|contract|liable|liability|constitution|jury|lawsuit|legal|"
     "patient|disease|clinical|symptom|symptoms|diagnosis|treatment|dosage|drug|infection|syndrome|"
     "tax|taxes|investment|portfolio|derivatives|accounting|audit|compliance|gdpr|mortgage|urteil|"
     "steuer|contrat|juridique|contrato|médico"},
    {Signal::story,
     "story|stories|poem|poems|poetry|haiku|sonnet|limerick|song|songs|lyrics|novel|tale|fairy tale|"
     "rap|slogan|slogans|joke|jokes|riddle|screenplay|fiction|fictional|dialogue|plot|verse|rhyme|"
     "rhyming|ballad|metaphor|tagline|catchy|gedicht|kurzgeschichte|geschichte|märchen|witz|poème|"
     "histoire|conte|chanson|blague|poema|cuento|canción|chiste|стих|стихотворение|рассказ|сказку|"
     "故事|诗|小说|笑话|物語|俳句|詩"},
    {Signal::persona,
     "imagine|roleplay|roleplaying|role play|the role|role of|act as|as an|narrate|pretend|you "
     "are|character|characters|persona|brainstorm|ideas|"
     "invent|names for|creative|stell dir|imaginez|imagina|actúa|представь|придумай|想象|扮演"},
    {Signal::letter,
     "email|letter|essay|article|blog|blog post|speech|tweet|post|caption|newsletter|press release|"
     "cover letter|biography|bio|toast|review of|product description|description|advertisement|"
     "headline|invitation|recipe|itinerary|aufsatz|lettre|courriel|carta|correo|ensayo|"
     "письмо|эссе|статью|文章|邮件|手紙|メー"},
    {Signal::greeting,
     "hi|hello|hey|hiya|howdy|yo|thanks|thank you|thank|thx|bye|goodbye|good morning|good evening|good night|"
     "how are|how's it|what's up|lol|haha|nice to|cool|awesome|great|hallo|danke|tschüss|guten morgen|guten tag|"
     "moin|bonjour|salut|merci|bonsoir|au revoir|hola|gracias|buenos días|buenas|adiós|привет|спасибо|"
     "здравствуйте|пока|你好|谢谢|再见|您好|こん|がと"},
    {Signal::personal,
     "i|i'm|i've|i'd|my|me|mine|myself|feel|feeling|you|your|you're|we|our|do you|are you|can you|"
     "could you|would you|tell me|i want|i need|i am|i have|please|should i|ich|mein|meine|je|mon|"
     "mi|yo soy|я|мне|мой|我|私"},
    {Signal::errand,
     "remind|reminder|alarm|timer|weather|playlist|music|book a|reservation|flight|flights|schedule|"
     "calendar|appointment|traffic|directions|shopping list|to do|todo list|bank account|balance|"
     "credit card|card|transfer|pay|bill|order|text|call|volume|lights|restaurant|restaurants|"
     "vacation|pto|phone|bank|account number|nearest|directions to|gas|tire|car|my list"},
    {Signal::reasoning,
     "step by|step|think|therefore|deduce|suppose|assume|assuming|given that|conclude|must be|"
     "premise|premises|logic|logical|puzzle|constraint|constraints|statement|statements|"
     "true or|false|following|let's think|schritt für|étape par|paso a|шаг за|逐步|一步"},
    {Signal::parts,
     "then|also|and then|finally|next|additionally|secondly|second|thirdly|third|furthermore|as well|"
     "moreover|in addition|außerdem|danach|ensuite|además|затем|然后|并且|また"},
    {Signal::thorough,
     "detailed|in detail|comprehensive|thorough|thoroughly|in depth|depth|complete|extensive|"
     "exhaustive|production|production ready|full|long|elaborate|ausführlich|detailliert|détaillé|"
     "en détail|detallado|detalle|подробно|подробный|详细|全面|詳し|詳細"},
    {Signal::easy,
     "simple|basic|easy|beginner|beginners|quick|tiny|small|trivial|eli5|hello world|einfach|einfache|"
     "simplement|facile|sencillo|fácil|простой|просто|简单|簡単"},
    {Signal::brief,
     "short|briefly|brief|concise|concisely|one word|yes or|in short|single sentence|a sentence|"
     "no explanation|just the|only the|kurz|knapp|bref|brièvement|breve|brevemente|коротко|"
     "简短|一句|短く"},
    {Signal::proceed,
     "yes|yeah|yep|yup|sure|ok|okay|continue|go on|go ahead|do it|do that|proceed|carry on|keep going|"
     "try again|more|another|now in|now with|now make|now do|now add|now|commit it|ship it|run it|same|same for|"
     "what about|how about|and what|and how|instead|y|ja|weiter|mach|mach das|mach weiter|jetzt|oui|vas y|"
     "continue s'il|d'accord|maintenant|sí|si|continúa|sigue|hazlo|ahora|да|давай|продолжай|дальше|теперь|"
     "好的|继续|是的|现在|はい|続け"},
    {Signal::refer,
     "it|that|this|these|those|them|its|above|previous|the same|das|dies|ça|cela|eso|esto|это|"
     "这个|那个|これ|それ"},
    {Signal::keyword,
     "def|return|import|const|var|void|int|printf|println|elif|async|await|func|fn|impl|"
     "namespace|include|std|nullptr|null|select from|where id|insert into|create table|"
     "public static|public class|private static|static|extends|console|endl|cout|malloc|sizeof|typedef|template|lambda "
     "x|"
     "foreach|enum|throws|args|argv|sudo|chmod|mkdir|"
     "localhost|http|https"},
    {Signal::quantity,
     "each|every|per|half|less|than|remaining|left|total|quarter|fraction|double|triple|as many|as much|times as|jeder|"
     "hälfte|chaque|moitié|cada|mitad|каждый|половина|每|一半"},
    {Signal::negation,
     "not|except|least|never|none|incorrect|cannot|neither|without|isn't|doesn't|don't|can't|nicht|niemals|jamais|"
     "sauf|nunca|excepto|никогда|кроме|不是|除了"},
});

// Phrases in all lists.
inline constexpr std::size_t phrase_count = [] {
    std::size_t count = 0;
    for (auto const& list : phrases) count += static_cast<std::size_t>(std::ranges::count(list.phrases, '|')) + 1;
    return count;
}();

}  // namespace signalbox
