#include "wire/problem.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace signalbox::wire {
namespace {

std::string errors_page() {
    std::ifstream const file{SOURCE_DIR "/docs/errors.md"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

class ErrorsPage : public ::testing::TestWithParam<int> {};

// The section of docs/errors.md under the code's heading.
std::string section(Errc code) {
    auto const page = errors_page();
    auto const heading = "\n## " + std::string{name(code)} + "\n";
    auto const at = page.find(heading);
    if (at == std::string::npos) return {};
    auto const begin = at + heading.size();
    return page.substr(begin, page.find("\n#", begin) - begin);
}

TEST_P(ErrorsPage, DescribesTheCodeWithItsStatus) {
    auto const code = static_cast<Errc>(GetParam());
    auto const text = section(code);
    ASSERT_FALSE(text.empty()) << "docs/errors.md has no heading " << name(code);
    EXPECT_TRUE(text.starts_with(std::to_string(problem(code).status))) << name(code) << ": " << text;
}

TEST_P(ErrorsPage, NamesThePublicCodeWhereItIsAnother) {
    auto const code = static_cast<Errc>(GetParam());
    auto const& row = problem(code);
    if (row.code != name(code)) {
        EXPECT_NE(section(code).find("`" + std::string{row.code} + "`"), std::string::npos) << name(code);
    }
    EXPECT_FALSE(row.hint.empty()) << name(code);
}

INSTANTIATE_TEST_SUITE_P(EveryCode, ErrorsPage, ::testing::Range(0, errc_count),
                         [](auto const& row) { return std::string{name(static_cast<Errc>(row.param))}; });

}  // namespace
}  // namespace signalbox::wire
