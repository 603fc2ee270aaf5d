#include "validation/check.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <ostream>
#include <string>
#include <vector>

namespace signalbox {
namespace {

// One line of tests/data/answers.jsonl: a question, an answer, and the check that should find
// fault with it ("pass": none).
struct Sample {
    std::string name;
    std::string answer;
    std::string expect;
    ChainContext context;
    FinishReason finish = FinishReason::stop;
    friend std::ostream& operator<<(std::ostream& out, Sample const& sample) { return out << sample.name; }
};

std::string text(simdjson::dom::object const& object, char const* key) {
    std::string_view value;
    if (object.at_key(key).get(value) != simdjson::SUCCESS) return {};
    return std::string{value};
}

Sample sample_of(simdjson::dom::object const& line) {
    Sample sample;
    sample.name = text(line, "name");
    sample.answer = text(line, "answer");
    sample.expect = text(line, "expect");
    if (auto system = text(line, "system"); !system.empty()) sample.context.messages.push_back({Role::system, system});
    sample.context.messages.push_back({Role::user, text(line, "question")});
    bool json = false;
    if (line.at_key("json").get(json) == simdjson::SUCCESS) sample.context.needs_json = json;
    std::int64_t limit = 0;
    if (line.at_key("max_tokens").get(limit) == simdjson::SUCCESS) sample.context.max_output_tokens = limit;
    sample.finish = from_name<FinishReason>(text(line, "finish")).value_or(FinishReason::stop);
    return sample;
}

std::vector<Sample> samples() {
    std::vector<Sample> out;
    simdjson::dom::parser parser;
    simdjson::dom::document_stream lines;
    if (parser.load_many(SOURCE_DIR "/tests/data/answers.jsonl").get(lines) != simdjson::SUCCESS) return out;
    for (auto line : lines) {
        simdjson::dom::object object;
        if (line.get(object) == simdjson::SUCCESS) out.push_back(sample_of(object));
    }
    return out;
}

std::vector<Finding> findings(Sample const& sample, std::string_view answer, bool finished) {
    return check_answer(
        {.context = &sample.context, .answer = answer, .finished = finished, .finish_reason = sample.finish});
}

std::vector<Sample> good_samples() {
    auto all = samples();
    std::erase_if(all, [](Sample const& sample) { return sample.expect != "pass"; });
    return all;
}

class Answers : public ::testing::TestWithParam<Sample> {};
class GoodAnswers : public ::testing::TestWithParam<Sample> {};

TEST_P(Answers, AreJudgedAsTheirSampleSays) {
    auto const& sample = GetParam();
    auto const found = findings(sample, sample.answer, true);
    std::string checks;
    for (auto const& finding : found) {
        checks += (checks.empty() ? "" : " ") + std::string{finding.check};
        EXPECT_LE(finding.evidence.size(), 200U);
        EXPECT_FALSE(finding.evidence.empty());
    }
    EXPECT_EQ(checks.empty() ? "pass" : checks, sample.expect);
}

TEST_P(GoodAnswers, NeverFailEarlyWhileTheyArrive) {
    auto const& sample = GetParam();
    for (std::size_t size = 0; size <= sample.answer.size(); ++size) {
        auto const found = findings(sample, sample.answer.substr(0, size), false);
        ASSERT_TRUE(found.empty()) << size << ": " << found.front().check << ": " << found.front().evidence;
    }
}

INSTANTIATE_TEST_SUITE_P(Samples, Answers, ::testing::ValuesIn(samples()),
                         [](auto const& sample) { return sample.param.name; });
INSTANTIATE_TEST_SUITE_P(Samples, GoodAnswers, ::testing::ValuesIn(good_samples()),
                         [](auto const& sample) { return sample.param.name; });

TEST(AnswerSamples, AreManyOfBothKinds) {
    EXPECT_GE(good_samples().size(), 40U);
    EXPECT_GE(samples().size() - good_samples().size(), 40U);
}

}  // namespace
}  // namespace signalbox
