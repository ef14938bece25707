namespace QlikSnowflake.Snowflake.Diagnosis.Checks;

/// <summary>The warehouse, in the role.</summary>
internal sealed class WarehouseCheck : ContextCheck
{
    protected override string Name => "Warehouse";

    protected override string Function => "CURRENT_WAREHOUSE()";

    protected override string? Wanted(SnowflakeSessionOptions options) => options.Warehouse;

    protected override SnowflakeSessionOptions With(SnowflakeSessionOptions tried, SnowflakeSessionOptions asked) =>
        tried with
        {
            Role = asked.Role,
            Warehouse = asked.Warehouse,
        };

    protected override ConnectionCheck WithoutDefault() =>
        Skip(Name, "None is asked for, and the user has no default: queries that need one will fail.");
}
