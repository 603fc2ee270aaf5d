#include "analysis/weights.hpp"
#include "app/arguments.hpp"
#include "app/eval_command.hpp"
#include "app/scratch_folder.hpp"
#include "fakes/fake_terminal.hpp"
#include "wire/json_document.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace signalbox::app {
namespace {

using cli::ExitCode;

std::string const golden = std::string{SOURCE_DIR} + "/tests/golden/evaluation/";
std::string const example = std::string{SOURCE_DIR} + "/examples/outcomes.csv";

struct Seen {
    ExitCode code = ExitCode::ok;
    std::string out, err;
};
Seen look(EvalArguments arguments, bool json = false) {
    arguments.resamples = 40;
    fakes::FakeTerminal terminal;
    auto const code = evaluate_file(arguments, json, terminal);
    return {code, terminal.written_out(), terminal.written_err()};
}

// The figures of a golden row in the command's JSON: "ours apgr" is routers.ours.apgr.value.
std::string pointer_to(std::string const& row, std::string const& figure) {
    if (row == "grid") return "/routellmGrid/" + figure;
    if (row == "auc_need") return "/aucNeed/value";
    if (row == "auc_weak_ok") return "/aucWeakOk/value";
    if (row == "ece") return "/ece/value";
    auto const name = figure == "share" ? "strongShareAtTarget" : figure == "cost" ? "costAtTarget" : figure;
    return "/routers/" + row + "/" + name + "/value";
}

// The numbers in expected.tsv were made by an independent program, after RouteLLM's definitions.
TEST(Eval, FindsTheFiguresOfTheGoldenFile) {
    auto const seen = look({.file = golden + "outcomes.csv", .scores = golden + "scores.csv"}, true);
    ASSERT_EQ(seen.code, ExitCode::ok) << seen.out;
    wire::JsonReader reader;
    auto const document = reader.parse(seen.out);
    ASSERT_TRUE(document);
    std::istringstream rows{fakes::content_of(golden + "expected.tsv")};
    int compared = 0;
    std::string row, figure;
    for (double expected = 0; rows >> row >> figure >> expected; ++compared) {
        double found = 0;
        ASSERT_EQ(document->at_pointer(pointer_to(row, figure)).get(found), simdjson::SUCCESS) << row << " " << figure;
        EXPECT_NEAR(found, expected, 1e-9) << row << " " << figure;
    }
    EXPECT_EQ(compared, 21);
}

TEST(Eval, ShowsEveryContenderAndAVerdict) {
    auto const seen = look({.file = example, .validator = 0.8, .groups = true});
    EXPECT_EQ(seen.code, ExitCode::ok);
    for (auto const* words : {"ours", "length", "random", "shuffled", "oracle", "all-cheap", "all-strong", "ECE",
                              "route + validate", "GROUP", "cost, of always asking the strong model", "Verdict: "}) {
        EXPECT_NE(seen.out.find(words), std::string::npos) << words;
    }
    EXPECT_EQ(seen.err, "");  // no progress where nobody watches
    EXPECT_EQ(seen.out.find('\x1b'), std::string::npos);
}

TEST(Eval, SaysThatFewPromptsAreInsufficient) {
    fakes::ScratchFolder folder;
    fakes::write_content(folder.path("o.csv"), "prompt_id,prompt,weak,strong\na,hi,0,1\nb,ho,1,1\n");
    auto const seen = look({.file = folder.path("o.csv")});
    EXPECT_EQ(seen.code, ExitCode::ok);
    EXPECT_NE(seen.out.find("Verdict: insufficient data: 2 prompts, 1 on which the models differ"), std::string::npos)
        << seen.out;
}

TEST(Eval, UsesPricesForBothModels) {
    auto const seen = look({.file = example, .prices = {"weak=0.15/0.6", "strong=2.5/10"}});
    EXPECT_NE(seen.out.find("$ PER 1000"), std::string::npos);
    auto const half = look({.file = example, .prices = {"weak=0.15/0.6"}});
    EXPECT_EQ(half.code, ExitCode::usage);
    EXPECT_NE(half.err.find("what \"strong\" costs is unknown"), std::string::npos);
}

TEST(Eval, MeasuresTheWeightsOfAFile) {
    fakes::ScratchFolder const folder;
    auto weights = built_in_weights();
    weights.need_slope = 0;  // all needs are the same
    fakes::write_content(folder.path("w.bin"), write_weights(weights));
    auto const seen = look({.file = example, .weights = folder.path("w.bin")}, true);
    EXPECT_EQ(seen.code, ExitCode::ok) << seen.err;
    wire::JsonReader reader;
    double apgr = 0;
    ASSERT_EQ(reader.parse(seen.out)->at_pointer("/routers/ours/apgr/value").get(apgr), simdjson::SUCCESS) << seen.out;
    EXPECT_NEAR(apgr, 0.5, 1e-9) << "who knows nothing is chance";
    EXPECT_NE(look({.file = example, .weights = folder.path("none.bin")}).code, ExitCode::ok);
}

TEST(Eval, WritesAPicture) {
    fakes::ScratchFolder folder;
    auto const path = folder.path("curve.svg");
    EXPECT_EQ(look({.file = example, .svg = path}).code, ExitCode::ok);
    auto const svg = fakes::content_of(path);
    EXPECT_TRUE(svg.starts_with("<svg ")) << svg.substr(0, 80);
    EXPECT_TRUE(svg.ends_with("</svg>\n"));
    EXPECT_NE(svg.find("prefers-color-scheme: dark"), std::string::npos);
    EXPECT_EQ(look({.file = example, .svg = "/dev/null"}).code, ExitCode::usage);
}

TEST(Eval, MistakesAreUsageErrors) {
    EXPECT_EQ(look({.file = "/nowhere/o.csv"}).code, ExitCode::usage);
    EXPECT_EQ(look({.file = golden + "scores.csv"}).code, ExitCode::usage);
    EXPECT_EQ(look({.file = example, .prices = {"weak=1/1", "strong=2/2"}, .ratio = 0.1}).code, ExitCode::usage);
    EXPECT_EQ(look({.file = golden + "outcomes.csv", .groups = true}).code, ExitCode::usage);
    auto const foreign = look({.file = example, .scores = golden + "scores.csv"});
    EXPECT_EQ(foreign.code, ExitCode::usage);
    EXPECT_NE(foreign.err.find("64 prompts have no score, such as \"e01\""), std::string::npos) << foreign.err;
}

TEST(Eval, NeedsChancesForAValidator) {
    fakes::ScratchFolder folder;
    std::string scores = "prompt_id,score\n";
    for (int i = 0; i < 60; ++i) scores += "g" + std::to_string(i) + ",1\n";
    fakes::write_content(folder.path("s.csv"), scores);
    auto const seen = look({.file = golden + "outcomes.csv", .scores = folder.path("s.csv"), .validator = 0.8});
    EXPECT_EQ(seen.code, ExitCode::usage);
    EXPECT_NE(seen.err.find("add the column \"weak_ok\""), std::string::npos) << seen.err;
}

TEST(Eval, ShowsWhatIsLearnedFromOutcomes) {
    auto const seen = look({.file = example, .learn = 14, .shuffles = 2});
    EXPECT_EQ(seen.code, ExitCode::ok) << seen.err;
    EXPECT_NE(seen.out.find("OUTCOMES KNOWN"), std::string::npos);
    EXPECT_NE(seen.out.find("\n            14  0."), std::string::npos) << seen.out;
}

TEST(Eval, KeepsPromptsToMeasureWhatWasLearned) {
    auto const seen = look({.file = example, .learn = 15});
    EXPECT_EQ(seen.code, ExitCode::usage);
    EXPECT_NE(seen.err.find("learn from at most 14"), std::string::npos) << seen.err;
    EXPECT_EQ(seen.out, "");
}

TEST(Eval, CannotTeachForeignScores) {
    auto const seen = look({.file = golden + "outcomes.csv", .scores = golden + "scores.csv", .learn = 5});
    EXPECT_EQ(seen.code, ExitCode::usage);
    EXPECT_NE(seen.err.find("leave --scores out"), std::string::npos) << seen.err;
}

TEST(Eval, ShowsItsProgressOnALiveScreen) {
    fakes::FakeTerminal terminal;
    terminal.live = true;
    static_cast<void>(evaluate_file({.file = example, .resamples = 20}, true, terminal));
    EXPECT_NE(terminal.written_err().find("resampling the prompts"), std::string::npos);
    EXPECT_TRUE(terminal.written_err().ends_with("\r\x1b[K"));  // taken away at the end
}

}  // namespace
}  // namespace signalbox::app
