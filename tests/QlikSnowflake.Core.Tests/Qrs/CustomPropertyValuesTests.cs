using QlikSnowflake.Qrs;

namespace QlikSnowflake.Tests.Qrs;

public sealed class CustomPropertyValuesTests
{
    private static readonly Guid First = new("11111111-2222-3333-4444-555555555555");
    private static readonly Guid Second = new("21111111-2222-3333-4444-555555555555");

    [Fact]
    public void Entries_of_one_name_are_one_property_in_whatever_case()
    {
        var property = Assert.Single(CustomPropertyValues.Of([(null, "Stage", "dev"), (First, "STAGE", "prod")]));

        Assert.Equal(("Stage", First), (property.Name, property.Definition));
        Assert.Equal(["dev", "prod"], property.Values);
        Assert.Equal(["Stage=dev", "Stage=prod"], property.ToTexts());
    }

    [Fact]
    public void Entries_without_a_name_are_told_apart_by_their_definitions()
    {
        var found = CustomPropertyValues.Of([(First, "", "a"), (Second, "", "b"), (First, "", "c")]);

        Assert.Equal([First, Second], found.Select(p => p.Definition!.Value));
        Assert.Equal(["a", "c"], found[0].Values);
    }

    [Fact]
    public void A_value_may_hold_an_equals_sign() =>
        Assert.Equal(["Path=a=b"], Assert.Single(CustomPropertyValues.Of([(null, "Path", "a=b")])).ToTexts());
}
