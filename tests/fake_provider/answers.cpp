#include "answers.hpp"

#include <algorithm>
#include <array>

namespace fake {
namespace {

constexpr std::string_view sorting =
    R"(Merge sort keeps equal elements in order and needs O(n log n) comparisons in every case.

```python
def merge_sort(items):
    if len(items) < 2:
        return list(items)
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    merged, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if right[j] < left[i]:
            merged.append(right[j])
            j += 1
        else:
            merged.append(left[i])
            i += 1
    return merged + left[i:] + right[j:]


print(merge_sort([5, 2, 9, 1]))
```

The list is halved until one element is left, and the sorted halves are merged on the way back.)";

constexpr std::string_view code = R"(Here is a small version that does one thing.

```python
def count_words(text):
    counts = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts


print(count_words("to be or not to be"))
```

It walks over the text once and keeps a number for every word it has seen.)";

constexpr std::string_view english =
    "The short answer is that it depends on two things: how often it happens and what it costs when it does. "
    "Begin with the simplest arrangement that works, measure it under a load like the real one, and change one "
    "thing at a time. Most surprises come from waiting in a line rather than from the work itself, so look at the "
    "slowest part first and leave the rest alone until the numbers say otherwise.";

constexpr std::string_view german =
    "Kurz gesagt hängt es von zwei Dingen ab: wie oft es vorkommt und was es kostet, wenn es vorkommt. Beginne mit der "
    "einfachsten Lösung, die funktioniert, miss sie unter einer echten Last und ändere immer nur eine Sache. Für die "
    "meisten Überraschungen ist das Warten verantwortlich und nicht die Arbeit selbst.";

constexpr std::string_view russian =
    "Коротко говоря, это зависит от двух вещей: как часто это происходит и сколько это стоит. Начните с самого "
    "простого решения, измерьте его под настоящей нагрузкой и меняйте только одну вещь за раз.";

constexpr std::string_view chinese =
    "简单来说，这取决于两件事：它发生的频率，以及发生时的代价。先从最简单可行的方案开始，在真实负载下测量，然后每次只改"
    "变一件事。";

constexpr std::array<std::string_view, 24> sentences{
    "A queue forms whenever work arrives faster than it can be done.",
    "Its length says little by itself, because a long line that moves is better than a short one that stands.",
    "What people feel is the time between asking and seeing the first sign of an answer.",
    "Averages hide this, so engineers look at the slowest one in a hundred.",
    "Buffers smooth out short bursts and make long ones worse.",
    "Every buffer therefore needs a limit and a plan for the moment when it is full.",
    "Dropping the newest request is simple, yet dropping the oldest often helps more.",
    "Retries look harmless until everybody retries at once.",
    "A small random delay spreads them out and costs almost nothing.",
    "Timeouts should shrink along the way, since an answer that arrives too late is wasted effort.",
    "Caches turn repeated work into memory, and memory into a question of freshness.",
    "The hardest bug is a stale value that looks perfectly reasonable.",
    "Sharing a lock between threads is cheap while nobody else wants it.",
    "Under contention the same lock becomes the slowest machine in the room.",
    "Splitting state by owner removes the argument instead of settling it.",
    "Copying bytes is fast, but touching them for the first time is not.",
    "System calls cost more than most of the code around them.",
    "Measure with the same compiler flags that you ship.",
    "Turn off nothing that customers will have turned on.",
    "Numbers from a shared computer wander, so compare two candidates in alternating rounds.",
    "Report the spread next to the median and let readers judge.",
    "Good logs answer a question that somebody will ask at night.",
    "Bad ones repeat what the code already said.",
    "When in doubt, remove a part and see who notices."};

constexpr std::array<std::string_view, 8> actors{"reader", "writer", "sender", "owner",
                                                 "router", "worker", "judge",  "clerk"};
constexpr std::array<std::string_view, 9> acts{"checks", "opens", "counts", "sorts", "copies",
                                               "drops",  "names", "moves",  "keeps"};
constexpr std::array<std::string_view, 11> things{"letter", "ticket", "parcel", "ledger", "record", "signal",
                                                  "number", "window", "basket", "folder", "packet"};

// When the sentences are used up: other ones with a number, so that no two are alike.
void append_sentence(std::string& text, std::size_t nth) {
    if (nth < sentences.size()) {
        text.append(sentences[nth]).push_back(' ');
        return;
    }
    text.append("In case ").append(std::to_string(nth)).append(" the ").append(actors[nth % actors.size()]);
    text.append(" ").append(acts[nth % acts.size()]).append(" a ").append(things[nth % things.size()]).append(". ");
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [text](auto word) { return text.find(word) != std::string_view::npos; });
}

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

}  // namespace

std::string answer_to(std::string_view prompt, bool json) {
    if (json) return R"({"answer": "It depends on how often it happens and what it costs.", "confidence": 0.8})";
    auto const text = lower(prompt);
    if (has_any(text, {"sorting algorithm", "merge sort", "quicksort", "sort a list"})) return std::string{sorting};
    if (has_any(text, {"write a function", "write code", "implement", "python", "c++"})) return std::string{code};
    if (has_any(text, {"2+2", "2 + 2"})) return "2 + 2 is 4.";
    if (has_any(text, {"\xd0\xb0", "\xd0\xbe", "\xd0\xb5"})) return std::string{russian};
    if (has_any(text, {"\xe4\xb8", "\xe7\x9a", "\xe6\x98", "\xe4\xbb"})) return std::string{chinese};
    if (has_any(text, {" der ", " und ", " ist ", " wie ", "wie ", " ein "})) return std::string{german};
    return std::string{english};
}

std::string prose(std::size_t count) {
    std::string text;
    for (std::size_t nth = 0, words = 0; words < count; ++nth) {
        append_sentence(text, nth);
        words = static_cast<std::size_t>(std::ranges::count(text, ' '));
    }
    auto const all = pieces(text);
    auto const last = all[count - 1];
    auto const end = static_cast<std::size_t>(last.data() + last.size() - text.data());
    text.resize(std::min(end, text.size()));
    while (text.ends_with(' ')) text.pop_back();
    if (!text.ends_with('.')) text.push_back('.');
    return text;
}

std::vector<std::string_view> pieces(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        auto const blank = text.find(' ');
        auto const size = blank == std::string_view::npos ? text.size() : blank + 1;
        out.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return out;
}

}  // namespace fake
