#include "app/arguments.hpp"

#include "app/banner.hpp"
#include "app/check_config.hpp"
#include "app/fake_environment.hpp"
#include "app/process.hpp"
#include "app/scalar.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <gtest/gtest.h>

#include <sstream>

namespace signalbox::app {
namespace {

using namespace std::chrono_literals;

std::expected<Arguments, int> parse(std::vector<char const*> words) {
    words.insert(words.begin(), "signalbox");
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    auto arguments = parse_arguments(static_cast<int>(words.size()), words.data());
    static_cast<void>(::testing::internal::GetCapturedStdout());
    static_cast<void>(::testing::internal::GetCapturedStderr());
    return arguments;
}

TEST(Arguments, AskTakesAQuestionAndItsWishes) {
    auto const arguments =
        parse({"ask", "hi there", "--model", "auto:best", "--quality", "0.7", "--max-cost", "0.01", "--json", "-v",
               "--no-color", "--server", "http://127.0.0.1:9", "--config", "c.yaml"});
    ASSERT_TRUE(arguments);
    EXPECT_EQ(arguments->command, Command::ask);
    EXPECT_EQ(arguments->question_text, "hi there");
    EXPECT_EQ(arguments->question.model, "auto:best");
    EXPECT_EQ(arguments->question.quality, 0.7);
    EXPECT_EQ(arguments->question.max_cost, MicroUsd{10'000});
    EXPECT_TRUE(arguments->json && arguments->verbose && arguments->no_color);
    EXPECT_EQ(arguments->server, "http://127.0.0.1:9");
    EXPECT_EQ(arguments->source.path, "c.yaml");
}

TEST(Arguments, AQuestionMayComeFromStdin) {
    EXPECT_EQ(parse({"ask", "-"})->question_text, "-");
    EXPECT_EQ(parse({"ask"})->question_text, std::nullopt);
}

TEST(Arguments, KnowsEveryCommand) {
    EXPECT_EQ(parse({"serve", "--port", "0", "--address", "::1"})->command, Command::serve);
    EXPECT_EQ(parse({"route", "hi"})->command, Command::route);
    EXPECT_EQ(parse({"models"})->command, Command::models);
    EXPECT_EQ(parse({"cache", "stats"})->command, Command::cache_stats);
    EXPECT_EQ(parse({"cache", "clear"})->command, Command::cache_clear);
    EXPECT_EQ(parse({"config", "check", "f.yaml"})->command, Command::config_check);
}

TEST(Arguments, ServeTakesPortAndAddress) {
    auto const arguments = parse({"serve", "--port", "0", "--address", "::1"});
    ASSERT_TRUE(arguments);
    EXPECT_EQ(arguments->source.port, 0);
    EXPECT_EQ(arguments->source.address, "::1");
}

TEST(Arguments, EvalTakesAFileAndItsWishes) {
    auto const arguments = parse({"eval",     "o.csv.gz",    "--scores", "s.csv",   "--price", "weak=1/2",   "--price",
                                  "b=3/4",    "--validator", "0.8",      "--learn", "300",     "--shuffles", "3",
                                  "--target", "0.98",        "--svg",    "c.svg",   "--seed",  "7",          "--json"});
    ASSERT_TRUE(arguments);
    EXPECT_EQ(arguments->command, Command::eval);
    EXPECT_EQ(arguments->eval.file, "o.csv.gz");
    EXPECT_EQ(arguments->eval.scores, "s.csv");
    EXPECT_EQ(arguments->eval.prices, (std::vector<std::string>{"weak=1/2", "b=3/4"}));
    EXPECT_EQ(arguments->eval.validator, 0.8);
    EXPECT_EQ(arguments->eval.target, 0.98);
    EXPECT_EQ(arguments->eval.learn, 300U);
    EXPECT_EQ(arguments->eval.shuffles, 3);
    EXPECT_EQ(arguments->eval.svg, "c.svg");
    EXPECT_EQ(arguments->eval.seed, 7U);
    EXPECT_TRUE(arguments->json);
    EXPECT_EQ(parse({"eval", "--price", "weak=1/2", "o.csv"})->eval.file, "o.csv");  // a price takes one word
    EXPECT_EQ(parse({"eval"}).error(), 2);
    EXPECT_EQ(parse({"eval", "o.csv", "--validator", "1"}).error(), 2);
    EXPECT_EQ(parse({"eval", "o.csv", "--validator", "0.4"}).error(), 2);
    EXPECT_EQ(parse({"eval", "o.csv", "--resamples", "5"}).error(), 2);
    EXPECT_EQ(parse({"eval", "o.csv", "--weights", "w.bin", "--scores", "s.csv"}).error(), 2);
}

TEST(Arguments, KnowWordsForTheQuality) {
    EXPECT_EQ(parse({"ask", "--quality", "cheap", "hi"})->question.quality, 0);
    EXPECT_EQ(parse({"ask", "--quality", "best", "hi"})->question.quality, 1);
    EXPECT_EQ(parse({"ask", "--quality", "good", "hi"}).error(), 2);
}

TEST(Arguments, MistakesAreUsageErrors) {
    EXPECT_EQ(parse({}).error(), 2);
    EXPECT_EQ(parse({"dance"}).error(), 2);
    EXPECT_EQ(parse({"ask", "--quality", "7", "hi"}).error(), 2);
    EXPECT_EQ(parse({"ask", "--max-cost", "-1", "hi"}).error(), 2);
    EXPECT_EQ(parse({"serve", "--port", "70000"}).error(), 2);
    EXPECT_EQ(parse({"cache"}).error(), 2);
}

TEST(Arguments, HelpAndVersionAreNoMistakes) {
    EXPECT_EQ(parse({"--help"}).error(), 0);
    EXPECT_EQ(parse({"ask", "--help"}).error(), 0);
    EXPECT_EQ(parse({"--version"}).error(), 0);
}

TEST(CheckConfig, SaysOkAndWhatItAmountsTo) {
    std::ostringstream out, err;
    ConfigSource const source{.path = std::string{SOURCE_DIR} + "/signalbox.example.yaml",
                              .environment = fakes::environment({{"OPENAI_API_KEY", "k"}})};
    EXPECT_EQ(check_config(source, out, err), 0);
    EXPECT_EQ(out.str(), *source.path +
                             ": ok\n"
                             "  openai: 2 models, https://api.openai.com/v1, with a key\n"
                             "  local: 1 model, http://127.0.0.1:11434, no key\n"
                             "  listens on 127.0.0.1, port 8080\n");
    EXPECT_EQ(err.str(), "");
}

TEST(CheckConfig, SaysWhatIsWrong) {
    std::ostringstream out, err;
    ConfigSource const source{.path = std::string{SOURCE_DIR} + "/signalbox.example.yaml",
                              .environment = fakes::environment({})};
    EXPECT_EQ(check_config(source, out, err), 3);
    EXPECT_NE(err.str().find("providers[0].api_key: the environment variable OPENAI_API_KEY is not set"),
              std::string::npos);
    EXPECT_EQ(out.str(), "");
}

TEST(Banner, SaysWhereAndThatDemoModelsAreNone) {
    auto const config = parse_config("", "the environment", fakes::environment({}));
    auto const text = banner(*config, 8080);
    EXPECT_TRUE(
        text.starts_with("Signalbox is listening on http://127.0.0.1:8080\n"
                         "Models (from the environment): demo/small, demo/medium, demo/large\n"
                         "These are built-in demo models"))
        << text;
    EXPECT_NE(text.find("curl -sN http://127.0.0.1:8080/api/stream/orchestration"), std::string::npos);
}

TEST(Banner, PutsBracketsAroundIp6) {
    auto config = parse_config("server: {address: '::1'}", "s.yaml", fakes::environment({}));
    EXPECT_TRUE(banner(*config, 1).starts_with("Signalbox is listening on http://[::1]:1\n"));
}

TEST(Port, ThatSomebodyListensOnIsNotFree) {
    using boost::asio::ip::tcp;
    boost::asio::io_context context;
    tcp::acceptor taken{context, tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}};
    auto const port = taken.local_endpoint().port();

    auto const free = check_port_is_free("127.0.0.1", port);
    ASSERT_FALSE(free);
    EXPECT_TRUE(free.error().detail.starts_with("port " + std::to_string(port) + " on 127.0.0.1 is already in use"));

    taken.close();
    EXPECT_TRUE(check_port_is_free("127.0.0.1", port));
}

TEST(Port, IsNotFreeEvenWhenItsOwnerShares) {
    using boost::asio::ip::tcp;
    using ReusePort = boost::asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
    boost::asio::io_context context;
    tcp::acceptor taken{context};
    taken.open(tcp::v4());
    taken.set_option(ReusePort{true});
    taken.bind({boost::asio::ip::address_v4::loopback(), 0});
    taken.listen();
    EXPECT_FALSE(check_port_is_free("127.0.0.1", taken.local_endpoint().port()));
}

TEST(Scalar, ReadsBackTheDurationsItWrites) {
    for (auto const duration : {Duration{1ms}, Duration{250ms}, Duration{90s}, Duration{2h}, Duration{24h}}) {
        EXPECT_EQ(read_duration(duration_text(duration)), duration);
    }
}

TEST(Scalar, IsStrict) {
    for (auto const* text : {"", " 1", "1 ", "+1", "01", "1_000", "0x10", "1e3", "--1"})
        EXPECT_FALSE(read_integer(text)) << text;
    for (auto const* text : {"", "inf", "nan", "1,5", "0x1p3", "1e999"}) EXPECT_FALSE(read_number(text)) << text;
    for (auto const* text : {"", "s", "1", "1 s", "1.5s", "1h30m", "1S", "99999999999999d"})
        EXPECT_FALSE(read_duration(text)) << text;
    for (auto const* text : {"", "KiB", "1kb", "1MB", "-1", "999999999999GiB"}) EXPECT_FALSE(read_size(text)) << text;
}

}  // namespace
}  // namespace signalbox::app
