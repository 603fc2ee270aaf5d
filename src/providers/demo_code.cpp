#include "providers/demo_code.hpp"

#include "validation/text.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace signalbox {

namespace {

struct Program {
    std::array<std::string_view, 4> stems;  // any of them in the question; empty ones do not count
    std::string_view dialect;               // a stem the question must have too; empty: none
    std::string_view before;
    std::string_view language;
    std::string_view code;
    std::string_view after;
};

constexpr std::string_view merge_sort_before =
    "Here is merge sort: it is stable and needs O(n log n) comparisons whatever the input looks like.";
constexpr std::string_view merge_sort_after =
    "The list is halved until one element is left; on the way back the sorted halves are merged, always taking the "
    "smaller head.";

constexpr std::array<Program, 11> programs{{
    {{"quicksort", "quick"},
     "",
     "Here is quicksort: O(n log n) on average, with the middle element as pivot.",
     "python",
     R"(def quicksort(items):
    if len(items) < 2:
        return list(items)
    pivot = items[len(items) // 2]
    smaller = [x for x in items if x < pivot]
    equal = [x for x in items if x == pivot]
    larger = [x for x in items if x > pivot]
    return quicksort(smaller) + equal + quicksort(larger)


print(quicksort([5, 2, 9, 1, 5]))  # [1, 2, 5, 5, 9])",
     "Everything smaller than the pivot is sorted on its left, everything larger on its right."},
    {{"sort", "mergesort", "merge"},
     "javascript",
     merge_sort_before,
     "javascript",
     R"(function mergeSort(items) {
  if (items.length < 2) return [...items];
  const middle = Math.floor(items.length / 2);
  const left = mergeSort(items.slice(0, middle));
  const right = mergeSort(items.slice(middle));
  const merged = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    merged.push(right[j] < left[i] ? right[j++] : left[i++]);
  }
  return [...merged, ...left.slice(i), ...right.slice(j)];
}

console.log(mergeSort([5, 2, 9, 1])); // [ 1, 2, 5, 9 ])",
     merge_sort_after},
    {{"sort", "mergesort", "merge"},
     "c++",
     merge_sort_before,
     "cpp",
     R"(#include <algorithm>
#include <vector>

void merge_sort(std::vector<int>::iterator first, std::vector<int>::iterator last) {
    if (last - first < 2) return;
    auto const middle = first + (last - first) / 2;
    merge_sort(first, middle);
    merge_sort(middle, last);
    std::inplace_merge(first, middle, last);
})",
     merge_sort_after},
    {{"sort", "mergesort", "merge"},
     "",
     merge_sort_before,
     "python",
     R"(def merge_sort(items):
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


print(merge_sort([5, 2, 9, 1]))  # [1, 2, 5, 9])",
     merge_sort_after},
    {{"binary"},
     "search",
     "Binary search finds a value in a sorted list in O(log n) steps.",
     "python",
     R"(def binary_search(items, wanted):
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if items[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low if low < len(items) and items[low] == wanted else -1


print(binary_search([1, 3, 5, 8, 13], 8))  # 3)",
     "Each step halves the range in which the value can be; -1 says that it is not there."},
    {{"fibonacci"},
     "",
     "The Fibonacci numbers, one after the other:",
     "python",
     R"(def fibonacci(count):
    numbers, a, b = [], 0, 1
    for _ in range(count):
        numbers.append(a)
        a, b = b, a + b
    return numbers


print(fibonacci(10))  # [0, 1, 1, 2, 3, 5, 8, 13, 21, 34])",
     "Two variables are enough, because each number is the sum of the two before it."},
    {{"fizzbuzz", "fizz"},
     "",
     "FizzBuzz from 1 to 100:",
     "python",
     R"(for n in range(1, 101):
    print("Fizz" * (n % 3 == 0) + "Buzz" * (n % 5 == 0) or n))",
     "An empty string counts as false, so the number itself is printed when neither word applies."},
    {{"prime"},
     "",
     "The sieve of Eratosthenes lists all primes up to a limit:",
     "python",
     R"(def primes(limit):
    is_prime = [False, False] + [True] * (limit - 1)
    for n in range(2, int(limit**0.5) + 1):
        if is_prime[n]:
            is_prime[n * n :: n] = [False] * len(is_prime[n * n :: n])
    return [n for n, prime in enumerate(is_prime) if prime]


print(primes(30))  # [2, 3, 5, 7, 11, 13, 17, 19, 23, 29])",
     "Multiples of each prime are crossed out, beginning at its square."},
    {{"factorial"},
     "",
     "The factorial of n is the product of all numbers up to n:",
     "python",
     R"(def factorial(n):
    result = 1
    for factor in range(2, n + 1):
        result *= factor
    return result


print(factorial(10))  # 3628800)",
     "A loop keeps it safe for large n, where recursion would run out of stack."},
    {{"palindrome"},
     "",
     "A palindrome reads the same in both directions; case and punctuation do not count:",
     "python",
     R"(def is_palindrome(text):
    letters = [c.lower() for c in text if c.isalnum()]
    return letters == letters[::-1]


print(is_palindrome("A man, a plan, a canal: Panama"))  # True)",
     "The text is reduced to its letters and digits and compared with its reverse."},
    {{"revers"},
     "string",
     "Reversing a string in Python is a slice with a negative step:",
     "python",
     R"(def reverse(text):
    return text[::-1]


print(reverse("signal"))  # langis)",
     "The slice makes a new string and leaves the old one as it is."},
}};

// As has_word_like, but "c++" is no word.
bool mentions(std::string_view question, std::string_view stem) {
    if (stem == "c++") return question.contains("c++") || question.contains("C++");
    return has_word_like(question, std::span{&stem, 1});
}

bool fits(Program const& program, std::string_view question) {
    auto const asked = [question](auto stem) { return !stem.empty() && mentions(question, stem); };
    return std::ranges::any_of(program.stems, asked) &&
           (program.dialect.empty() || mentions(question, program.dialect));
}

std::string written(Program const& program) {
    std::string out{program.before};
    out.append("\n\n```").append(program.language).append("\n").append(program.code).append("\n```\n\n");
    return out.append(program.after);
}

constexpr Program a_function{{},
                             "",
                             "",
                             "python",
                             R"(def count_words(text):
    counts = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts


print(count_words("to be or not to be"))  # {'to': 2, 'be': 2, 'or': 1, 'not': 1})",
                             "It does one thing, takes what it needs as an argument and returns its result."};

constexpr Program a_class{{},
                          "",
                          "",
                          "python",
                          R"(class Stack:
    """Last in, first out."""

    def __init__(self):
        self._items = []

    def push(self, item):
        self._items.append(item)

    def pop(self):
        if not self._items:
            raise IndexError("pop from an empty stack")
        return self._items.pop()

    def __len__(self):
        return len(self._items))",
                          "Its state is private, and misuse raises at once instead of going unnoticed."};

}  // namespace

std::string demo_code(std::string_view question) {
    auto const* const found =
        std::ranges::find_if(programs, [question](auto const& program) { return fits(program, question); });
    return found == programs.end() ? std::string{} : written(*found);
}

std::string demo_code_sample(std::string_view question, std::string_view topic) {
    bool const wants_class = mentions(question, "class");
    std::string out{"A demo model knows only a few programs, and "};
    out.append(topic).append(wants_class ? " is not among them. A class of the kind would look like this:"
                                         : " is not among them. A function of the kind would look like this:");
    return out + written(wants_class ? a_class : a_function);
}

}  // namespace signalbox
