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

// Such a question is one with or without its mark.
bool is_short_question(Features const& features) {
    return features.count(Count::words) <= 12 && features.has(Signal::fact) && features.count(Count::options) == 0;
}

// What is of the writer's hand and not of the request when there are few words.
bool is_habit(Count kind) {
    switch (kind) {
        case Count::words:
        case Count::letters:
        case Count::uppercase:
        case Count::long_words:
        case Count::sentences:
        case Count::exclamations:
        case Count::commas:
        case Count::non_ascii:
            return true;
        default:
            return false;
    }
}

class Shapes {
public:
    Shapes(DenseRow& row, Features const& features) : row_{row}, features_{features} {}

    void write() {
        auto const all_words = features_.count(Count::words);
        bool const few = all_words < few_words_below;
        auto const words = count(Count::words);
        auto const some_words = std::max(1.0F, words);
        auto const capped = static_cast<std::uint32_t>(std::min<std::size_t>(features_.bytes, 1U << 30));
        set(Shape::bias, 1);
        auto const log_words = gentle_log(few ? few_words_below - 2 : all_words) / 4;
        set(Shape::length, log_words);
        set(Shape::length_square, log_words * log_words);
        set(Shape::size, gentle_log(few ? 6 * (few_words_below - 2) : capped) / 8);
        set(Shape::figures_a_word, 4 * (count(Count::numbers) + count(Count::math_signs)) / some_words);
        set(Shape::code_marks, 4 * code_marks() / some_words);
        if (!few) write_habits(words);
        write_flags(words);
        write_choice();
    }

private:
    void write_habits(float words) {
        auto const letters = std::max(1.0F, count(Count::letters));
        set(Shape::words_a_sentence, words / std::max(1.0F, count(Count::sentences)) / 20);
        set(Shape::letters_a_word, letters / words / 5);
        set(Shape::uppercase, 4 * count(Count::uppercase) / letters);
        set(Shape::foreign, 2 * count(Count::non_ascii) / static_cast<float>(features_.bytes_read));
        set(Shape::long_words, 4 * count(Count::long_words) / words);
    }
    void write_flags(float words) {
        auto const unit = features_.asked_unit;
        auto const asked = unit != LengthUnit::none;
        bool const much = unit == LengthUnit::pages || unit == LengthUnit::paragraphs ||
                          (unit == LengthUnit::words && features_.asked_amount >= 300);
        auto const demands = features_.count(Count::list_items) + std::max(1U, features_.count(Count::questions)) - 1;
        auto const short_question = is_short_question(features_);
        flag(Shape::question, count(Count::questions) > 0 && !short_question);
        flag(Shape::ends_asking, features_.ends_asking && !short_question);
        flag(Shape::short_question, short_question);
        set(Shape::demands, gentle_log(demands) / 2);
        flag(Shape::few_words, words < few_words_below);
        flag(Shape::small_talk, words <= 8 && features_.has(Signal::greeting) && !features_.has(Signal::translate));
        flag(Shape::asked_short, features_.has(Signal::brief) || (asked && !much));
        flag(Shape::asked_long, much || features_.has(Signal::thorough));
        flag(Shape::unreadable, features_.count(Count::rubbish) * 20 > features_.bytes_read);
        flag(Shape::nothing, words == 0);
    }
    void write_choice() {
        auto const words = features_.count(Count::words);
        auto const body = std::min(features_.body_words, words);
        auto const options = features_.count(Count::options);
        flag(Shape::multiple_choice, options >= 3);
        set(Shape::body, gentle_log(words < few_words_below ? few_words_below - 2 : body) / 4);
        if (options != 0) set(Shape::option_length, gentle_log((words - body) / options) / 2);
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
    bool const few = features.count(Count::words) < few_words_below;
    DenseRow row{};
    Shapes{row, features}.write();
    for (std::size_t i = 0; i < count_kinds; ++i) {
        auto const kind = static_cast<Count>(i);
        if (few && is_habit(kind)) continue;
        if (kind == Count::questions && is_short_question(features)) continue;
        row[dense_index(kind)] = gentle_log(features.count(kind)) / 4;
    }
    for (std::size_t i = 0; i < signal_count; ++i) {
        auto const kind = static_cast<Signal>(i);
        row[dense_index(kind)] = strength(kind, features.signal(kind), features);
    }
    return row;
}

}  // namespace signalbox
