#include "app/weights_source.hpp"

#include "app/config_source.hpp"
#include "app/engine.hpp"
#include "app/fake_environment.hpp"
#include "app/scratch_folder.hpp"

#include <gtest/gtest.h>

namespace signalbox::app {
namespace {

// A configuration file beside a file of weights that are not those built in.
class WeightsSourceTest : public ::testing::Test {
protected:
    WeightsSourceTest() {
        weights.need_middle += 0.125F;
        fakes::write_content(folder.path("weights.bin"), write_weights(weights));
        fakes::write_content(config, "routing: {weights: " + folder.path("weights.bin") + "}\n");
    }
    std::string refused() {
        auto const loaded = load_config(config, environment);
        return loaded ? "accepted" : loaded.error().detail;
    }
    fakes::ScratchFolder folder;
    std::string config = folder.path("signalbox.yaml");
    Environment environment = fakes::environment({});
    Weights weights = built_in_weights();
};

TEST_F(WeightsSourceTest, AnalyzesByTheWeightsOfTheFile) {
    auto loaded = load_config(config, environment);
    ASSERT_TRUE(loaded) << loaded.error().detail;
    auto const engine = Engine::create(std::move(*loaded));
    ASSERT_TRUE(engine);
    EXPECT_EQ((*engine)->worker(0).orchestrator.snapshot()->analyzer->version(), weights.version());
    auto const usual = Engine::create(*load_config(ConfigSource{.environment = environment}));
    EXPECT_NE((*engine)->lesson_base(), (*usual)->lesson_base()) << "lessons are an addition to the weights";
}

TEST_F(WeightsSourceTest, AreTheSameUntilARestart) {
    auto const engine = Engine::create(*load_config(config, environment));
    auto const other = *load_config(ConfigSource{.environment = environment});
    EXPECT_EQ(needs_restart((*engine)->config(), other), std::vector<std::string>{"routing.weights"});
    ASSERT_TRUE((*engine)->reload(other));
    EXPECT_EQ((*engine)->config().base_weights().version(), weights.version());
}

TEST_F(WeightsSourceTest, SayWhatIsWrongWithTheFile) {
    fakes::write_content(folder.path("weights.bin"), write_weights(weights).substr(1));
    EXPECT_TRUE(refused().contains("routing.weights: " + folder.path("weights.bin") + ": no weights")) << refused();
    std::filesystem::remove(folder.path("weights.bin"));
    EXPECT_TRUE(refused().contains(config + ": routing.weights: " + folder.path("weights.bin"))) << refused();
}

}  // namespace
}  // namespace signalbox::app
