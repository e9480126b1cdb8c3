import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names';
import styles from './Field.module.css';

/** What a field gives its control, so that label, help and error are announced with it. */
export interface ControlProps {
  readonly id: string;
  readonly className: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

export interface FieldProps {
  readonly label: ReactNode;
  /** Shown after the label, e.g. `tokens`. */
  readonly unit?: ReactNode;
  readonly help?: ReactNode;
  /** The same for those who point at the label. */
  readonly hint?: string | undefined;
  readonly error?: ReactNode;
  /** Label and control beside each other, for dense forms. */
  readonly row?: boolean;
  /** Small things after the label: a default mark, a reset button. */
  readonly extra?: ReactNode;
}

/** Label, control, help and error. `children` draws the control with the props it is given. */
export function Field({
  label,
  unit,
  help,
  hint,
  error,
  row = false,
  extra,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const describedBy = [help ? helpId : '', error ? errorId : ''].filter(Boolean).join(' ') || undefined;
  return (
    <div className={classNames(styles.field, row && styles.row)}>
      <div className={styles.label} title={hint}>
        <label htmlFor={id}>
          {label}
          {unit ? <span className={styles.unit}> · {unit}</span> : null}
        </label>
        {extra}
      </div>
      {children({ id, className: styles.control ?? '', 'aria-describedby': describedBy, 'aria-invalid': error ? true : undefined })}
      {help ? (
        <div id={helpId} className={styles.help}>
          {help}
        </div>
      ) : null}
      {error ? (
        <div id={errorId} className={styles.error}>
          {error}
        </div>
      ) : null}
    </div>
  );
}

interface TextFieldProps extends FieldProps, Omit<ComponentProps<'input'>, 'onChange' | 'id' | 'className' | 'value'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly code?: boolean;
}

function splitFieldProps<P extends FieldProps>(props: P) {
  const { label, unit, help, hint, error, row, extra, ...rest } = props;
  return { field: { label, unit, help, hint, error, extra, ...(row === undefined ? {} : { row }) }, rest };
}

export function TextField(props: TextFieldProps) {
  const { field, rest } = splitFieldProps(props);
  const { onChange, code = false, ...input } = rest;
  return (
    <Field {...field}>
      {({ className, ...control }) => (
        <input
          {...input}
          {...control}
          className={classNames(className, code && styles.code)}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

interface NumberFieldProps extends FieldProps {
  /** The text being edited: `2e-4` stays as typed. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  readonly testId?: string;
}

/** A number as text, so that `2e-4` can be typed. The caller parses it and passes `error`. */
export function NumberField(props: NumberFieldProps) {
  const { field, rest } = splitFieldProps(props);
  const { value, onChange, disabled = false, testId } = rest;
  return (
    <Field {...field}>
      {({ className, ...control }) => (
        <input
          {...control}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          className={classNames(className, styles.number)}
          value={value}
          disabled={disabled}
          data-testid={testId}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** It grows with its text; `rows` lines are there from the beginning. */
interface TextAreaProps extends FieldProps, Omit<ComponentProps<'textarea'>, 'onChange' | 'id' | 'className' | 'value'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly code?: boolean;
}

export function TextArea(props: TextAreaProps) {
  const { field, rest } = splitFieldProps(props);
  const { onChange, code = false, ...area } = rest;
  return (
    <Field {...field}>
      {({ className, ...control }) => (
        <textarea
          style={{ minHeight: area.rows ? `calc(${area.rows} * 1.5em + 10px)` : undefined }}
          {...area}
          {...control}
          className={classNames(className, styles.area, code && styles.code)}
          spellCheck={!code}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

interface SelectProps<V extends string> extends FieldProps {
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string; readonly disabled?: boolean }[];
  readonly onChange: (value: V) => void;
  readonly disabled?: boolean;
  readonly testId?: string;
}

/** The native select: works with every keyboard, screen reader and phone. */
export function Select<V extends string>(props: SelectProps<V>) {
  const { field, rest } = splitFieldProps(props);
  const { value, options, onChange, disabled = false, testId } = rest;
  return (
    <Field {...field}>
      {(control) => (
        <select
          {...control}
          value={value}
          disabled={disabled}
          data-testid={testId}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckboxProps {
  readonly label: ReactNode;
  readonly help?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

export function Checkbox({ label, help, checked, onChange, disabled = false }: CheckboxProps) {
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      <span className={styles.checkText}>
        <span>{label}</span>
        {help ? <span className={styles.help}>{help}</span> : null}
      </span>
    </label>
  );
}
