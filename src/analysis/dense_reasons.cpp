#include "analysis/dense_row.hpp"

#include <utility>

namespace signalbox {

namespace {

struct Reason {
    std::size_t index = 0;
    std::string_view text;
    float above = 0;
};

constexpr auto reasons = [] {
    std::array<Reason, dense_count> table{};
    for (auto const& reason : std::to_array<Reason>({
             {dense_index(Shape::length), "long message", 1.9F},
             {dense_index(Shape::figures_a_word), "many figures", 0.24F},
             {dense_index(Shape::code_marks), "contains code", 0.4F},
             {dense_index(Shape::multiple_choice), "multiple choice"},
             {dense_index(Shape::demands), "several parts", 0.7F},
             {dense_index(Signal::code_thing), "names something made of code"},
             {dense_index(Signal::language), "names a developer's tool"},
             {dense_index(Signal::debug), "something is broken"},
             {dense_index(Signal::engineering), "hard engineering"},
             {dense_index(Signal::design), "asks for a design"},
             {dense_index(Signal::proof), "asks for a proof"},
             {dense_index(Signal::math), "asks to calculate"},
             {dense_index(Signal::compare), "asks to weigh things"},
             {dense_index(Signal::analyze), "asks for an analysis"},
             {dense_index(Signal::condense), "asks to work on a text"},
             {dense_index(Signal::translate), "asks for a translation"},
             {dense_index(Signal::fact), "asks for a fact"},
             {dense_index(Signal::explain), "asks why or how"},
             {dense_index(Signal::science), "a field of knowledge"},
             {dense_index(Signal::expert), "a field where errors are costly"},
             {dense_index(Signal::story), "asks for fiction or verse"},
             {dense_index(Signal::persona), "asks to imagine"},
             {dense_index(Signal::letter), "asks for prose"},
             {dense_index(Signal::greeting), "small talk"},
             {dense_index(Signal::errand), "an everyday errand"},
             {dense_index(Signal::reasoning), "states premises or asks for steps"},
             {dense_index(Signal::parts), "several demands"},
             {dense_index(Signal::thorough), "asks for depth"},
             {dense_index(Signal::easy), "asks for something simple"},
             {dense_index(Signal::brief), "asks for a short answer"},
             {dense_index(Signal::keyword), "contains code"},
         })) {
        table[reason.index] = reason;
    }
    return table;
}();

}  // namespace

std::string_view dense_reason(std::size_t index, float value) {
    auto const& reason = reasons[index];
    return value > reason.above ? reason.text : std::string_view{};
}

}  // namespace signalbox
