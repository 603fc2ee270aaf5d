#include "analysis/dense_row.hpp"

#include "analysis/gentle_log.hpp"

#include <algorithm>

namespace signalbox {

namespace {

// Small talk is small: in a longer message the same words only dress a task.
bool is_small_talk(Signal signal) {
    return signal == Signal::greeting || signal == Signal::personal || signal == Signal::errand;
}

// Full strength near the ends of a message, less in what was pasted between. A signal counts the same however
// often it is given, so that "Write a sorting function" and "Implement quicksort" come out alike.
float strength(Signal signal, SignalHits hits, Features const& features) {
    if (hits.all == 0) return 0;
    auto const words = features.count(Count::words);
    if (signal == Signal::greeting && (words > 8 || features.has(Signal::translate))) return 0.2F;
    if (is_small_talk(signal) && words > 30) return 0.3F;
    return hits.edge != 0 ? 1.0F : 0.4F;
}

class Shapes {
public:
    Shapes(DenseRow& row, Features const& features) : row_{row}, features_{features} {}

    void write() {
        auto const words = count(Count::words);
        auto const some_words = std::max(1.0F, words);
        auto const log_words = gentle_log(features_.count(Count::words)) / 4;
        auto const letters = std::max(1.0F, count(Count::letters));
        auto const bytes = static_cast<float>(std::max<std::size_t>(1, features_.bytes_read));
        auto const capped = std::min<std::size_t>(features_.bytes, 1U << 30);

        set(Shape::bias, 1);
        set(Shape::length, log_words);
        set(Shape::length_square, log_words * log_words);
        set(Shape::size, gentle_log(static_cast<std::uint32_t>(capped)) / 8);
        set(Shape::words_a_sentence, words / std::max(1.0F, count(Count::sentences)) / 20);
        set(Shape::letters_a_word, letters / some_words / 5);
        set(Shape::figures_a_word, 4 * (count(Count::numbers) + count(Count::math_signs)) / some_words);
        set(Shape::uppercase, 4 * count(Count::uppercase) / letters);
        set(Shape::foreign, 2 * count(Count::non_ascii) / bytes);
        set(Shape::long_words, 4 * count(Count::long_words) / some_words);
        set(Shape::code_marks, 4 * code_marks() / some_words);
        write_flags(words, bytes);
    }

private:
    void write_flags(float words, float bytes) {
        auto const unit = features_.asked_unit;
        auto const asked = unit != LengthUnit::none;
        bool const much = unit == LengthUnit::pages || unit == LengthUnit::paragraphs ||
                          (unit == LengthUnit::words && features_.asked_amount >= 300);
        flag(Shape::question, count(Count::questions) > 0);
        flag(Shape::multiple_choice, count(Count::options) >= 3);
        auto const demands = features_.count(Count::list_items) + std::max(1U, features_.count(Count::questions)) - 1;
        set(Shape::demands, gentle_log(demands) / 2);
        flag(Shape::tiny, words <= 3);
        flag(Shape::small_talk, words <= 8 && features_.has(Signal::greeting) && !features_.has(Signal::translate));
        flag(Shape::asked_short, features_.has(Signal::brief) || (asked && !much));
        flag(Shape::asked_long, much || features_.has(Signal::thorough));
        flag(Shape::unreadable, count(Count::rubbish) * 20 > bytes);
        flag(Shape::nothing, words == 0);
        flag(Shape::ends_asking, features_.ends_asking);
        auto const body = std::min(features_.body_words, features_.count(Count::words));
        auto const options = features_.count(Count::options);
        set(Shape::body, gentle_log(body) / 4);
        if (options != 0) set(Shape::option_length, gentle_log((features_.count(Count::words) - body) / options) / 2);
    }

    [[nodiscard]] float count(Count kind) const { return static_cast<float>(features_.count(kind)); }
    [[nodiscard]] float code_marks() const {
        return 4 * count(Count::fences) + count(Count::identifiers) + 0.5F * count(Count::inline_code) +
               0.25F * count(Count::brackets);
    }
    // Ratios have no end; what is beyond three says nothing more.
    void set(Shape shape, float value) { row_[dense_index(shape)] = std::min(value, 3.0F); }
    void flag(Shape shape, bool value) { row_[dense_index(shape)] = value ? 1.0F : 0.0F; }

    DenseRow& row_;
    Features const& features_;
};

}  // namespace

DenseRow dense_row(Features const& features) {
    DenseRow row{};
    Shapes{row, features}.write();
    for (std::size_t i = 0; i < count_kinds; ++i) {
        auto const kind = static_cast<Count>(i);
        row[dense_index(kind)] = gentle_log(features.count(kind)) / 4;
    }
    for (std::size_t i = 0; i < signal_count; ++i) {
        auto const kind = static_cast<Signal>(i);
        row[dense_index(kind)] = strength(kind, features.signal(kind), features);
    }
    return row;
}

}  // namespace signalbox
