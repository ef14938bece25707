using FsCheck;
using FsCheck.Fluent;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Tests.Qrs.Connections;

public sealed class QlikConnectionStringPropertyTests
{
    private const string Letters = "abzAZ09 _-.=%#&'\\/{}[]()<>|\t\u00e9\u4e2d\ud83d\ude00";

    private static Config Runs => Config.QuickThrowOnFailure.WithMaxTest(500);

    // Keys without '=' and values with it, empty parts, either end, either case: all that the parser takes.
    private static Gen<string> Text =>
        from prefix in Gen.Elements("CUSTOM CONNECT TO \"", "custom connect to \"", "Custom Connect To \"")
        from parts in Gen.ListOf(Gen.Frequency((6, Part), (1, Gen.Constant(string.Empty))))
        select prefix + string.Join(";", parts.Select((part, i) => part.Length > 0 ? "k" + i + "_" + part : part)) + "\"";

    private static Gen<string> Part =>
        from key in Word(Letters.Replace("=", string.Empty))
        from value in Word(Letters)
        select key + "=" + value;

    private static Gen<string> Value => Word(Letters);

    private static Gen<string> Key => Gen.OneOf(Word("abcXYZ-_").Select(k => "x" + k), Gen.Elements("warehouse", "K0", "role"));

    [Fact]
    public void Whatever_is_parsed_prints_as_the_same_characters() =>
        Check.One(Runs, Prop.ForAll(Text.ToArbitrary(), text => QlikConnectionString.Parse(text).ToString() == text));

    [Fact]
    public void Any_text_is_either_refused_or_printed_as_it_was() =>
        Check.One(
            Runs,
            Prop.ForAll(
                Mutated.ToArbitrary(),
                text =>
                {
                    try
                    {
                        return QlikConnectionString.Parse(text).ToString() == text;
                    }
                    catch (InputException e)
                    {
                        return e.ErrorId == "ConnectionStringInvalid";
                    }
                }
            )
        );

    [Fact]
    public void Setting_a_key_twice_is_setting_it_once() =>
        Check.One(
            Runs,
            Prop.ForAll(
                Edits,
                edit =>
                {
                    var once = QlikConnectionString.Parse(edit.Text).With(edit.Key, edit.Value);
                    return once.With(edit.Key, edit.Value).ToString() == once.ToString();
                }
            )
        );

    [Fact]
    public void Setting_a_key_gives_it_the_value_and_leaves_every_other_key_its_own() =>
        Check.One(
            Runs,
            Prop.ForAll(
                Edits,
                edit =>
                {
                    var before = QlikConnectionString.Parse(edit.Text);
                    var after = QlikConnectionString.Parse(before.With(edit.Key, edit.Value).ToString());
                    return after[edit.Key] == edit.Value
                        && before
                            .GetItems()
                            .Where(i => !Same(i.Key, edit.Key))
                            .SequenceEqual(after.GetItems().Where(i => !Same(i.Key, edit.Key)));
                }
            )
        );

    [Fact]
    public void Setting_a_key_to_what_it_is_changes_no_character() =>
        Check.One(
            Runs,
            Prop.ForAll(
                Text.ToArbitrary(),
                text =>
                {
                    var parsed = QlikConnectionString.Parse(text);
                    return parsed.GetItems().All(i => parsed.With(i.Key, i.Value).ToString() == text);
                }
            )
        );

    [Fact]
    public void A_key_that_was_added_and_taken_out_leaves_no_trace() =>
        Check.One(
            Runs,
            Prop.ForAll(
                Text.ToArbitrary(),
                Value.ToArbitrary(),
                (text, value) =>
                    QlikConnectionString.Parse(text).With("neverthere", value).Without("NeverThere").ToString() == text
            )
        );

    private static Arbitrary<(string Text, string Key, string Value)> Edits =>
        (from text in Text from key in Key from value in Value select (text, key, value)).ToArbitrary();

    private static Gen<string> Mutated =>
        from text in Text
        from at in Gen.Choose(0, 1000)
        from inserted in Gen.Elements("\"", ";", "=", "\r", "\n", "\0", "\"\"", ";;", "a", string.Empty)
        from removed in Gen.Choose(0, 3)
        let position = at % (text.Length + 1)
        select text.Remove(position, Math.Min(removed, text.Length - position)).Insert(position, inserted);

    private static Gen<string> Word(string letters) =>
        Gen.ArrayOf(Gen.Elements(letters.ToCharArray())).Select(characters => new string(characters));

    private static bool Same(string one, string other) =>
        string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
