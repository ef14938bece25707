namespace QlikSnowflake.Commands.Snowflake;

/// <summary>What rows become.</summary>
public enum RowFormat
{
    /// <summary>An object with a typed property for each column.</summary>
    Row,

    /// <summary>One DataTable for the whole result.</summary>
    DataTable,

    /// <summary>A dictionary by column name for each row, in the columns' order, as [ordered]@{} makes.</summary>
    Hashtable,

    /// <summary>An array of values for each row, in the columns' order.</summary>
    Array,
}
