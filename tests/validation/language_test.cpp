#include "validation/language.hpp"

#include "validation/language_choice.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

std::optional<Language> language_of(std::string_view text) {
    SmallWords words;
    words.add(text);
    return words.main(3);
}

TEST(SmallWords, TellTheLanguageOfASentence) {
    EXPECT_EQ(language_of("The river is wide and nobody knows what lies on the other side."), Language::english);
    EXPECT_EQ(language_of("Der Fluss ist breit und niemand weiß, was auf der anderen Seite liegt."), Language::german);
    EXPECT_EQ(language_of("Le fleuve est large et personne ne sait ce qui se cache sur l'autre rive."),
              Language::french);
    EXPECT_EQ(language_of("El río es ancho, pero los barcos llegan hasta la otra orilla cuando hay viento."),
              Language::spanish);
    EXPECT_EQ(language_of("Il fiume è largo, ma nella nebbia non si vede che l'altra riva della valle."),
              Language::italian);
    EXPECT_EQ(language_of("O rio é largo e não se vê a outra margem, mas também há uma ponte."), Language::portuguese);
    EXPECT_EQ(language_of("Het water is breed, maar niet diep, en aan deze kant ligt een boot van hout."),
              Language::dutch);
}

TEST(SmallWords, TellNothingOfNamesAndTerms) {
    EXPECT_FALSE(language_of("Full Metal Jacket, Eyes Wide Shut, Barry Lyndon"));
    EXPECT_FALSE(language_of("SELECT id FROM users WHERE id = 7"));
}

TEST(SmallWords, StopReadingWhenTheyHavePlenty) {
    SmallWords words;
    words.add("this is what they have, and that is why you can", Language::english);
    EXPECT_EQ(words.of(Language::english), SmallWords::plenty);
}

TEST(NamedLanguage, KnowsTheNamesInSevenLanguages) {
    EXPECT_EQ(named_language("German"), Language::german);
    EXPECT_EQ(named_language("allemand"), Language::german);
    EXPECT_EQ(named_language("englische"), Language::english);
    EXPECT_FALSE(named_language("water"));
}

ChainContext asking(std::string task, std::string system = {}) {
    ChainContext context;
    if (!system.empty()) context.messages.push_back({Role::system, std::move(system)});
    context.messages.push_back({Role::user, std::move(task)});
    return context;
}

TEST(WishedLanguage, IsTheOneToAnswerIn) {
    EXPECT_EQ(wished_language(asking("Please reply in German: what is a bond?")), Language::german);
    EXPECT_EQ(wished_language(asking("What is a bond?", "Always respond in French.")), Language::french);
    EXPECT_FALSE(wished_language(asking("What is a German bond?")));
    EXPECT_FALSE(wished_language(asking("Answer in English or German, as you like.")));
}

TEST(FreeToChoose, IsWhoeverMentionsALanguage) {
    EXPECT_TRUE(free_to_choose(asking("Translate this")));
    EXPECT_TRUE(free_to_choose(asking("A poem by a Spanish sailor")));
    EXPECT_FALSE(free_to_choose(asking("A poem by a sailor")));
}

}  // namespace
}  // namespace signalbox
